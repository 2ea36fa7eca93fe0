package dev.millrace.local.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Calls AWS's JSON APIs by action name, for resources whose template properties have the shape of
/// the API's parameters.
final class AwsApi {

  /// A call that the service refused.
  static final class Refused extends RuntimeException {
    private final String type;

    Refused(String target, String type, String message) {
      super(target + ": " + (type.isEmpty() ? "" : type + ": ") + message);
      this.type = type;
    }

    /// Whether the service says that there is no such thing.
    boolean saysThatThereIsNone() {
      return NONE.contains(type);
    }
  }

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Set<String> NONE =
      Set.of(
          "ResourceNotFoundException",
          "QueueDoesNotExist",
          "AWS.SimpleQueueService.NonExistentQueue");

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI endpoint;

  AwsApi(URI endpoint) {
    this.endpoint = endpoint;
  }

  /// Calls an action and waits for its answer.
  ///
  /// @param target such as `Kinesis_20131202.CreateStream`
  /// @param parameters maps, lists and scalars
  /// @throws Refused with the service's error type and message
  JsonNode call(String target, Object parameters) {
    var request =
        HttpRequest.newBuilder(endpoint)
            .header("X-Amz-Target", target)
            .header("Content-Type", "application/x-amz-json-1.0")
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=millrace/20260101/us-east-1/stack/aws4_request,"
                    + " SignedHeaders=host, Signature=0")
            .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(parameters)))
            .build();
    try {
      return answer(target, http.send(request, BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new Refused(target, "", "no answer from " + endpoint + ": " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused(target, "", "interrupted");
    }
  }

  /// Whether an action that describes something finds it.
  boolean finds(String target, Object parameters) {
    try {
      call(target, parameters);
      return true;
    } catch (Refused e) {
      if (e.saysThatThereIsNone()) {
        return false;
      }
      throw e;
    }
  }

  private static JsonNode answer(String target, HttpResponse<byte[]> response) {
    var body = response.body().length == 0 ? JSON.createObjectNode() : parsed(target, response);
    if (response.statusCode() / 100 != 2) {
      var type = body.path("__type").asString("HTTP " + response.statusCode());
      var message = body.path("message").asString(body.path("Message").asString(""));
      throw new Refused(target, type.substring(type.indexOf('#') + 1), message);
    }
    return body;
  }

  private static JsonNode parsed(String target, HttpResponse<byte[]> response) {
    try {
      return JSON.readTree(response.body());
    } catch (JacksonException e) {
      throw new Refused(
          target,
          "",
          "HTTP " + response.statusCode() + " with an unreadable body: " + e.getMessage());
    }
  }
}
