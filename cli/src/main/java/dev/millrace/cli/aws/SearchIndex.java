package dev.millrace.cli.aws;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.function.Consumer;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An index of OpenSearch.
///
/// @param endpoint of the domain
public record SearchIndex(URI endpoint, String name) {

  private static final int OK = 200;

  /// Numbers are as they were indexed.
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /// Has documents that come from now on take their id from a field, so that one that comes twice
  /// is one document. Those without the field keep the id they come with.
  ///
  /// @throws OutputException if OpenSearch does not take it
  public void identifyBy(String field) {
    try (var client = HttpClient.newHttpClient()) {
      send(
          client,
          put(
              "/_ingest/pipeline/" + name,
              """
              {"processors": [{"copy": {
                "source_field": "%s", "target_field": "_id",
                "ignore_missing": true, "override_target": true}}]}
              """
                  .formatted(field)));
      send(
          client,
          put(
              "/_index_template/" + name,
              """
              {"index_patterns": ["%1$s*"],
               "template": {"settings": {"index.default_pipeline": "%1$s"}}}
              """
                  .formatted(name)));
    }
  }

  /// Hands over each document, with those that came last.
  ///
  /// @throws OutputException if OpenSearch does not answer, or has no such index
  public void forEachDocument(Consumer<JsonNode> each) {
    try (var client = HttpClient.newHttpClient()) {
      send(client, post("/" + name + "/_refresh", "{}"));
      var page = send(client, post("/" + name + "/_search?scroll=1m", "{\"size\": 1000}"));
      while (!page.path("hits").path("hits").isEmpty()) {
        page.path("hits").path("hits").forEach(hit -> each.accept(hit.path("_source")));
        var next =
            JSON.createObjectNode()
                .put("scroll", "1m")
                .put("scroll_id", page.path("_scroll_id").asString());
        page = send(client, post("/_search/scroll", next.toString()));
      }
    }
  }

  private HttpRequest post(String path, String document) {
    return HttpRequest.newBuilder(endpoint.resolve(path))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(document))
        .build();
  }

  private HttpRequest put(String path, String document) {
    return HttpRequest.newBuilder(endpoint.resolve(path))
        .header("Content-Type", "application/json")
        .PUT(BodyPublishers.ofString(document))
        .build();
  }

  private static JsonNode send(HttpClient client, HttpRequest request) {
    try {
      var answer = client.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != OK) {
        throw new OutputException(request.uri() + " answers " + answer.body());
      }
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new OutputException(request.uri() + " cannot be read: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutputException("interrupted while reading " + request.uri());
    }
  }
}
