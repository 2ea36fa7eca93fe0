package dev.millrace.local.stack.handlers;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/// Puts an item into a table for each batch, with the credentials of its environment; fails with
/// what DynamoDB answers.
public final class PuttingHandler implements RequestStreamHandler {

  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    try (var http = HttpClient.newHttpClient()) {
      var response =
          http.send(
              HttpRequest.newBuilder(URI.create(System.getenv("AWS_ENDPOINT_URL")))
                  .header("X-Amz-Target", "DynamoDB_20120810.PutItem")
                  .header("X-Amz-Security-Token", System.getenv("AWS_SESSION_TOKEN"))
                  .header("Content-Type", "application/x-amz-json-1.0")
                  .header(
                      "Authorization",
                      "AWS4-HMAC-SHA256 Credential="
                          + System.getenv("AWS_ACCESS_KEY_ID")
                          + "/20260301/us-east-1/dynamodb/aws4_request")
                  .POST(
                      BodyPublishers.ofString(
                          "{\"TableName\":\"orders\",\"Item\":{\"id\":{\"S\":\"a\"}}}"))
                  .build(),
              BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(response.statusCode() + " " + response.body());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    answer.write("null".getBytes(UTF_8));
  }
}
