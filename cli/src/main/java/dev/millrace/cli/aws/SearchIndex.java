package dev.millrace.cli.aws;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An index of OpenSearch.
///
/// @param endpoint of the domain
public record SearchIndex(URI endpoint, String name) {

  private static final int OK = 200;

  /// How many documents it has, with those that came last.
  ///
  /// @throws OutputException if OpenSearch does not answer, or has no such index
  public long count() {
    try (var client = HttpClient.newHttpClient()) {
      send(client, HttpRequest.newBuilder(at("_refresh")).POST(BodyPublishers.noBody()).build());
      return send(client, HttpRequest.newBuilder(at("_count")).build()).path("count").longValue();
    }
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
