package dev.millrace.cli;

import dev.millrace.cli.aws.Access;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A function's log group, read from front to back over CloudWatch Logs' JSON protocol.
final class FunctionLogReader implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String GROUP_PREFIX = "/aws/lambda/";

  private final StackApi api;
  private final String function;

  private long from;

  /// The events at `from`, which the next look finds again.
  private Set<String> seen = new HashSet<>();

  FunctionLogReader(Access access, String function) {
    this.api = new StackApi(access, "logs");
    this.function = function;
  }

  /// What a function printed, usually a line.
  record Entry(Instant time, String message) {

    /// Without the end of the line.
    String text() {
      return message.replaceFirst("\\R$", "");
    }
  }

  /// What has come since the last call.
  ///
  /// @throws StackException if nothing answers, or there is no such function
  List<Entry> next() throws InterruptedException {
    var entries = new ArrayList<Entry>();
    var token = "";
    var start = from;
    do {
      var page = page(start, token);
      page.path("events").values().forEach(event -> take(event, entries));
      token = page.path("nextToken").asString("");
    } while (!token.isEmpty());
    return entries;
  }

  private void take(JsonNode event, List<Entry> entries) {
    var time = event.path("timestamp").asLong(0);
    if (time > from) {
      from = time;
      seen = new HashSet<>();
    }
    if (seen.add(event.path("eventId").asString(""))) {
      entries.add(new Entry(Instant.ofEpochMilli(time), event.path("message").asString("")));
    }
  }

  private JsonNode page(long start, String token) throws InterruptedException {
    var body = JSON.createObjectNode().put("logGroupName", GROUP_PREFIX + function);
    body.put("startTime", start);
    if (!token.isEmpty()) {
      body.put("nextToken", token);
    }
    return switch (api.call("Logs_20140328.FilterLogEvents", body)) {
      case StackApi.Answer.Given given -> given.body();
      case StackApi.Answer.Refused refused ->
          throw new StackException(
              refused.type().equals("ResourceNotFoundException")
                  ? "no function %s has logged at %s; millrace stats shows which functions there are"
                      .formatted(function, api.endpoint())
                  : refused.message());
    };
  }

  @Override
  public void close() {
    api.close();
  }
}
