package dev.millrace.local.mapping;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A queue that keeps its messages, unless it is down.
final class FakeDestination implements FailureDestination {

  private final List<JsonNode> messages = new ArrayList<>();
  private int refusals;

  synchronized void refuse(int times) {
    refusals = times;
  }

  @Override
  public synchronized void send(String arn, Message message) {
    if (refusals > 0) {
      refusals--;
      throw new IllegalStateException("queue " + arn + " is down");
    }
    messages.add(JsonMapper.shared().readTree(message.text()));
  }

  synchronized List<JsonNode> messages() {
    return List.copyOf(messages);
  }

  /// Condition, count of invocations and size of every batch.
  synchronized List<String> summaries() {
    return messages.stream()
        .map(message ->
            "%s x%s of %s"
                .formatted(
                    message.at("/requestContext/condition").asString(),
                    message.at("/requestContext/approximateInvokeCount").asString(),
                    message.at("/KinesisBatchInfo/batchSize").asString()))
        .toList();
  }
}
