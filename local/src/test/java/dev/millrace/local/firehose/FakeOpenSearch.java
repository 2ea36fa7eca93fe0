package dev.millrace.local.firehose;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.json.JsonMapper;

/// As much of OpenSearch as a delivery needs. A field `n` must be a number.
final class FakeOpenSearch implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();

  /// The statuses of the next requests, until one is 200.
  final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();

  /// The statuses of the next documents.
  final Queue<Integer> documents = new ConcurrentLinkedQueue<>();

  final List<String> requests = new CopyOnWriteArrayList<>();
  private final Map<String, Map<String, String>> indices = new LinkedHashMap<>();
  private final HttpServer server;

  FakeOpenSearch() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    var path = exchange.getRequestURI().getPath();
    var status = 200;
    var answer = "{}";
    if (path.equals("/_bulk")) {
      requests.add(body);
      var next = statuses.poll();
      status = next == null ? 200 : next;
      answer = status == 200 ? bulk(body) : "{}";
    } else if (path.endsWith("/_search")) {
      answer = search(path.substring(1, path.lastIndexOf('/')));
    }
    var bytes = answer.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private String bulk(String body) {
    var lines = body.lines().toList();
    var items = new ArrayList<String>();
    for (var i = 0; i < lines.size(); i += 2) {
      var action = JSON.readTree(lines.get(i)).path("index");
      items.add(
          index(
              action.path("_index").asString(), action.path("_id").asString(""), lines.get(i + 1)));
    }
    return "{\"errors\":true,\"items\":[" + String.join(",", items) + "]}";
  }

  private String index(String index, String id, String document) {
    var scripted = documents.poll();
    var n = JSON.readTree(document).path("n");
    var status = scripted != null ? scripted : n.isMissingNode() || n.isNumber() ? 201 : 400;
    if (status < 300) {
      indices
          .computeIfAbsent(index, _ -> new LinkedHashMap<>())
          .put(id.isEmpty() ? UUID.randomUUID().toString() : id, document);
      return "{\"index\":{\"status\":%d}}".formatted(status);
    }
    var type = status == 400 ? "mapper_parsing_exception" : "rejected_execution_exception";
    return "{\"index\":{\"status\":%d,\"error\":{\"type\":\"%s\"}}}".formatted(status, type);
  }

  private String search(String index) {
    var hits =
        indices.getOrDefault(index, Map.of()).entrySet().stream()
            .map(
                each -> "{\"_id\":\"%s\",\"_source\":%s}".formatted(each.getKey(), each.getValue()))
            .toList();
    return "{\"hits\":{\"hits\":[" + String.join(",", hits) + "]}}";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
