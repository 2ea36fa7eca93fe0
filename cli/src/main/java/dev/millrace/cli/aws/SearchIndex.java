package dev.millrace.cli.aws;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// An index of OpenSearch.
///
/// @param endpoint of the domain
public record SearchIndex(URI endpoint, String name) {

  private static final int OK = 200;
  private static final int PAGE = 10_000;

  /// How many values a field has in all documents, with those that came last. A record that came
  /// twice is two documents, because Firehose takes no document's id from the record.
  ///
  /// @param field a text; documents without it do not count
  /// @throws OutputException if OpenSearch does not answer, or has no such index
  public long distinct(String field) {
    try (var client = HttpClient.newHttpClient()) {
      send(client, HttpRequest.newBuilder(at("_refresh")).POST(BodyPublishers.noBody()).build());
      var count = 0L;
      var query = query(field);
      while (true) {
        var values = send(client, search(query)).path("aggregations").path("values");
        count += values.path("buckets").size();
        if (values.path("buckets").size() < PAGE) {
          return count;
        }
        query.withObject("/aggs/values/composite").set("after", values.path("after_key"));
      }
    }
  }

  private static ObjectNode query(String field) {
    var query = JsonMapper.shared().createObjectNode().put("size", 0);
    var values = query.withObject("/aggs/values/composite").put("size", PAGE);
    values
        .putArray("sources")
        .addObject()
        .withObject("/value/terms")
        .put("field", field + ".keyword");
    return query;
  }

  private HttpRequest search(ObjectNode query) {
    return HttpRequest.newBuilder(at("_search"))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(query.toString()))
        .build();
  }

  private URI at(String action) {
    return endpoint.resolve("/" + name + "/" + action);
  }

  private JsonNode send(HttpClient client, HttpRequest request) {
    try {
      var answer = client.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != OK) {
        throw new OutputException(request.uri() + " answers " + answer.body());
      }
      return JsonMapper.shared().readTree(answer.body());
    } catch (IOException e) {
      throw new OutputException(request.uri() + " cannot be read: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutputException("interrupted while reading " + request.uri());
    }
  }
}
