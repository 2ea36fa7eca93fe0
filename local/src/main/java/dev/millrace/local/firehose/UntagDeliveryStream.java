package dev.millrace.local.firehose;

import dev.millrace.local.gateway.AwsAction.NoResult;
import java.util.List;

/// Takes tags from a delivery stream.
final class UntagDeliveryStream {

  private UntagDeliveryStream() {}

  record Request(String deliveryStreamName, List<String> tagKeys) {}

  static Step<NoResult> apply(FirehoseState state, Request request) {
    if (request.tagKeys().isEmpty()) {
      throw Refusal.constraint(
          "[]", "tagKeys", "Member must have length greater than or equal to 1");
    }
    var stream = state.stream(request.deliveryStreamName());
    var tags = Tags.remove(stream.tags(), request.tagKeys());
    return new Step<>(state.with(stream.with(tags)), new NoResult());
  }
}
