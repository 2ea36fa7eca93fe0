package dev.millrace.cli.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SearchIndexTest {

  private final List<String> calls = new ArrayList<>();
  private final List<String> answers = new ArrayList<>(List.of("{}"));
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          calls.add(exchange.getRequestURI() + " " + body);
          var answer = answers.removeFirst().getBytes(UTF_8);
          exchange.sendResponseHeaders(answer.length == 0 ? 404 : 200, answer.length);
          try (exchange) {
            exchange.getResponseBody().write(answer);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private SearchIndex index() {
    return new SearchIndex(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "score-logs");
  }

  @Test
  void documentsAreReadPageByPageWithThoseThatCameLast() {
    answers.add(
        """
        {"_scroll_id": "s1", "hits": {"hits": [{"_source": {"score": 1.10}}, {"_source": {"score": 2}}]}}
        """);
    answers.add("{\"_scroll_id\": \"s2\", \"hits\": {\"hits\": [{\"_source\": {\"score\": 3}}]}}");
    answers.add("{\"_scroll_id\": \"s2\", \"hits\": {\"hits\": []}}");
    var scores = new ArrayList<BigDecimal>();

    index().forEachDocument(document -> scores.add(document.path("score").decimalValue()));

    assertThat(scores)
        .containsExactly(new BigDecimal("1.10"), BigDecimal.valueOf(2), BigDecimal.valueOf(3));
    assertThat(calls)
        .containsExactly(
            "/score-logs/_refresh {}",
            "/score-logs/_search?scroll=1m {\"size\": 1000}",
            "/_search/scroll {\"scroll\":\"1m\",\"scroll_id\":\"s1\"}",
            "/_search/scroll {\"scroll\":\"1m\",\"scroll_id\":\"s2\"}");
  }

  @Test
  void whatOpenSearchDoesNotTakeIsTold() {
    answers.set(0, "");
    assertThatThrownBy(() -> index().identifyBy("id"))
        .isInstanceOf(OutputException.class)
        .hasMessageContaining("/_ingest/pipeline/score-logs answers");
  }

  @Test
  void anIndexThatIsMissingIsNamed() {
    answers.set(0, "");
    assertThatThrownBy(() -> index().forEachDocument(_ -> {}))
        .isInstanceOf(OutputException.class)
        .hasMessageContaining("/score-logs/_refresh answers");
  }
}
