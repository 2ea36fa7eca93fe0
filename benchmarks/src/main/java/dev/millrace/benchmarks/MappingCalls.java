package dev.millrace.benchmarks;

import dev.millrace.local.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import tools.jackson.databind.json.JsonMapper;

/// Event source mappings by Lambda's API.
record MappingCalls(HttpClient http, URI api) {

  private static final String PATH = "/2015-03-31/event-source-mappings";

  /// Makes a mapping that reads a Kinesis stream from its oldest record.
  ///
  /// @return its uuid
  String create(String stream, String function, int batchSize) {
    var answer =
        call(
            "POST",
            PATH,
            """
            {
              "EventSourceArn": "arn:aws:kinesis:%s:%s:stream/%s",
              "FunctionName": "%s",
              "StartingPosition": "TRIM_HORIZON",
              "BatchSize": %d,
              "MaximumRetryAttempts": 0
            }
            """
                .formatted(Stack.REGION, Stack.ACCOUNT, stream, function, batchSize));
    return JsonMapper.shared().readTree(answer).at("/UUID").stringValue();
  }

  /// Lets a mapping read, in batches of another size.
  void enable(String uuid, int batchSize) {
    call("PUT", PATH + "/" + uuid, "{\"Enabled\": true, \"BatchSize\": %d}".formatted(batchSize));
  }

  /// Lets a mapping rest.
  void disable(String uuid) {
    call("PUT", PATH + "/" + uuid, "{\"Enabled\": false}");
  }

  /// Takes a mapping away.
  void delete(String uuid) {
    call("DELETE", PATH + "/" + uuid, "");
  }

  private String call(String method, String path, String body) {
    var request =
        HttpRequest.newBuilder(api.resolve(path))
            .method(method, BodyPublishers.ofString(body))
            .build();
    try {
      var response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 202) {
        throw new IllegalStateException(method + " of a mapping: " + response.body());
      }
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
