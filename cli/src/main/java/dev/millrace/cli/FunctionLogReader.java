package dev.millrace.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A function's log group, read from front to back over CloudWatch Logs' JSON protocol.
final class FunctionLogReader implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String GROUP_PREFIX = "/aws/lambda/";

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final URI endpoint;
  private final String function;

  private long from;

  /// The events at `from`, which the next look finds again.
  private Set<String> seen = new HashSet<>();

  FunctionLogReader(URI endpoint, String function) {
    this.endpoint = endpoint;
    this.function = function;
  }

  /// The messages that have come since the last call.
  ///
  /// @throws StackException if nothing answers, or there is no such function
  List<String> next() throws InterruptedException {
    var messages = new ArrayList<String>();
    var token = "";
    var start = from;
    do {
      var page = page(start, token);
      page.path("events").values().forEach(event -> take(event, messages));
      token = page.path("nextToken").asString("");
    } while (!token.isEmpty());
    return messages;
  }

  private void take(JsonNode event, List<String> messages) {
    var time = event.path("timestamp").asLong(0);
    if (time > from) {
      from = time;
      seen = new HashSet<>();
    }
    if (seen.add(event.path("eventId").asString(""))) {
      messages.add(event.path("message").asString(""));
    }
  }

  private JsonNode page(long start, String token) throws InterruptedException {
    var body = JSON.createObjectNode().put("logGroupName", GROUP_PREFIX + function);
    body.put("startTime", start);
    if (!token.isEmpty()) {
      body.put("nextToken", token);
    }
    var request =
        HttpRequest.newBuilder(endpoint.resolve("/"))
            .header("Content-Type", "application/x-amz-json-1.1")
            .header("X-Amz-Target", "Logs_20140328.FilterLogEvents")
            .timeout(Duration.ofSeconds(30))
            .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
            .build();
    try {
      return answer(http.send(request, BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new StackException("no stack answers at %s (%s)".formatted(endpoint, e), e);
    }
  }

  private JsonNode answer(HttpResponse<String> response) {
    JsonNode body;
    try {
      body = JSON.readTree(response.body());
    } catch (JacksonException e) {
      throw new StackException(
          "%s answers no JSON, status %d".formatted(endpoint, response.statusCode()), e);
    }
    if (response.statusCode() == 200) {
      return body;
    }
    var type = body.path("__type").asString("");
    if (type.endsWith("ResourceNotFoundException")) {
      throw new StackException("no function %s has logged at %s".formatted(function, endpoint));
    }
    throw new StackException(
        "%s answers %d %s: %s"
            .formatted(endpoint, response.statusCode(), type, body.path("message").asString("")));
  }

  @Override
  public void close() {
    http.close();
  }
}
