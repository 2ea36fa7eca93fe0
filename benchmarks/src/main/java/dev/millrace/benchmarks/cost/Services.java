package dev.millrace.benchmarks.cost;

import static java.util.stream.Collectors.toMap;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.cbor.CBORMapper;

/// Takes whatever functions write, at once, and counts it. Keeps nothing.
final class Services implements AutoCloseable {

  private static final String CBOR = "application/x-amz-cbor-1.1";

  private final Map<String, Counts> counts = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  private Services(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  static Services open() throws IOException {
    return new Services(
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// By action, since the start.
  Map<String, Counts> counts() {
    return Map.copyOf(counts);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = exchange.getRequestHeaders();
      var target = Objects.requireNonNull(headers.getFirst("X-Amz-Target"), "X-Amz-Target");
      var action = target.substring(target.indexOf('.') + 1);
      var type = Objects.requireNonNull(headers.getFirst("Content-Type"), "Content-Type");
      var mapper = type.equals(CBOR) ? new CBORMapper() : JsonMapper.shared();
      var request = mapper.readTree(exchange.getRequestBody().readAllBytes());
      counts.merge(action, Billing.of(action, request), Counts::plus);
      var body = body(mapper, action, request);
      exchange.getResponseHeaders().add("Content-Type", type);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static byte[] body(ObjectMapper mapper, String action, JsonNode request) {
    var records = request.at("/Records").size();
    return mapper.writeValueAsBytes(
        switch (action) {
          case "PutRecords" ->
              Map.of(
                  "FailedRecordCount",
                  0,
                  "Records",
                  Collections.nCopies(
                      records, Map.of("SequenceNumber", "1", "ShardId", "shardId-000000000000")));
          case "PutRecordBatch" ->
              Map.of(
                  "FailedPutCount",
                  0,
                  "RequestResponses",
                  Collections.nCopies(records, Map.of("RecordId", "1")));
          case "BatchWriteItem" -> Map.of("UnprocessedItems", Map.of());
          default -> Map.of();
        });
  }

  /// What was counted between two moments.
  static Map<String, Counts> between(Map<String, Counts> before, Map<String, Counts> after) {
    return after.entrySet().stream()
        .collect(
            toMap(
                Map.Entry::getKey,
                entry -> entry.getValue().minus(before.getOrDefault(entry.getKey(), Counts.NONE))));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
