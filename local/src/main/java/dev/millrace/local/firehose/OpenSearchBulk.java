package dev.millrace.local.firehose;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Requests to the `_bulk` API of one cluster.
record OpenSearchBulk(URI endpoint) {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final Duration LONGEST = Duration.ofMinutes(2);

  /// Made when it is needed.
  private static final class Http {
    private static final HttpClient CLIENT =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
  }

  /// A document to index.
  ///
  /// @param json one object on one line
  /// @param id null to let OpenSearch make one
  record Document(String index, @Nullable String id, byte[] json) {}

  /// What became of a document.
  ///
  /// @param status the HTTP status
  /// @param error empty if it was indexed
  record Result(int status, String error) {

    boolean isIndexed() {
      return status < 300;
    }

    boolean isToRepeat() {
      return status == 429 || status >= 500;
    }
  }

  /// Indexes documents; the results are in their order.
  ///
  /// @throws NotNow if the request as a whole failed
  List<Result> index(List<Document> documents) {
    var request =
        HttpRequest.newBuilder(endpoint.resolve("/_bulk"))
            .timeout(LONGEST)
            .header("Content-Type", "application/x-ndjson")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body(documents)))
            .build();
    try {
      var response = Http.CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() != 200) {
        throw new NotNow(
            "%s answered with status %d".formatted(request.uri(), response.statusCode()));
      }
      return results(response.body(), documents.size());
    } catch (IOException e) {
      throw new NotNow(request.uri() + " cannot be reached: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotNow("the request to " + request.uri() + " was given up", e);
    }
  }

  private static byte[] body(List<Document> documents) {
    var bytes = new ByteArrayOutputStream();
    for (var document : documents) {
      bytes.writeBytes(action(document));
      bytes.write('\n');
      bytes.writeBytes(document.json());
      bytes.write('\n');
    }
    return bytes.toByteArray();
  }

  private static byte[] action(Document document) {
    var bytes = new ByteArrayOutputStream();
    try (var json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      json.writeObjectPropertyStart("index");
      json.writeStringProperty("_index", document.index());
      if (document.id() != null) {
        json.writeStringProperty("_id", document.id());
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private List<Result> results(byte[] body, int expected) {
    var results = new ArrayList<Result>();
    for (var item : items(body)) {
      var index = item.path("index");
      var error = index.path("error");
      results.add(
          new Result(index.path("status").asInt(0), error.isMissingNode() ? "" : error.toString()));
    }
    if (results.size() != expected) {
      throw new NotNow(
          "%s answered for %d documents of %d".formatted(endpoint, results.size(), expected));
    }
    return results;
  }

  private JsonNode items(byte[] body) {
    try {
      return MAPPER.readTree(body).path("items");
    } catch (JacksonException e) {
      throw new NotNow(endpoint + " answered with something that is not JSON", e);
    }
  }
}
