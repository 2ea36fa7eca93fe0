package dev.millrace.local.glue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/// Calls Glue's API as any client would.
public final class GlueCalls {

  private GlueCalls() {}

  /// An answer that may be a refusal.
  public static HttpResponse<String> call(URI endpoint, String action, String body) {
    try (var http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(endpoint)
              .header("X-Amz-Target", "AWSGlue." + action)
              .header("Content-Type", "application/x-amz-json-1.1")
              .POST(BodyPublishers.ofString(body))
              .build(),
          BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Makes a database `shop` with a table `orders` of two columns.
  public static void createOrders(URI endpoint) {
    done(call(endpoint, "CreateDatabase", "{\"DatabaseInput\": {\"Name\": \"shop\"}}"));
    done(
        call(
            endpoint,
            "CreateTable",
            """
            {"DatabaseName": "shop", "TableInput": {"Name": "orders", "StorageDescriptor": {
              "Columns": [{"Name": "id", "Type": "bigint"}, {"Name": "note", "Type": "string"}]}}}
            """));
  }

  private static void done(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }
}
