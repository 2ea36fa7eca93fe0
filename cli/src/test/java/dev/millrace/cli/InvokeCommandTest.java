package dev.millrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InvokeCommandTest {

  private static final String LOG = "START RequestId: 1\nhello\nEND RequestId: 1\nREPORT\n";

  private final Shell shell = new Shell();
  private final List<String> requests = new ArrayList<>();
  private final Map<String, String> headers =
      new TreeMap<>(
          Map.of("X-Amz-Log-Result", Base64.getEncoder().encodeToString(LOG.getBytes(UTF_8))));
  private String answer = "\"done\"";
  private int status = 200;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          requests.add(exchange.getRequestURI() + " " + body);
          headers.forEach(exchange.getResponseHeaders()::add);
          exchange.sendResponseHeaders(status, answer.getBytes(UTF_8).length);
          try (exchange) {
            exchange.getResponseBody().write(answer.getBytes(UTF_8));
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private int invoke(String... arguments) {
    var all = new ArrayList<>(List.of("invoke", "F"));
    all.addAll(List.of("--endpoint-url", "http://127.0.0.1:" + server.getAddress().getPort()));
    all.addAll(List.of(arguments));
    return shell.execute(all.toArray(String[]::new));
  }

  @Test
  void theAnswerGoesToStandardOutputAndTheLogToStandardError(@TempDir Path folder)
      throws IOException {
    var event = Files.writeString(folder.resolve("event.json"), "{\"a\": 1}");

    assertThat(invoke("-e", event.toString())).isZero();

    assertThat(shell.out.toString()).isEqualTo("\"done\"\n");
    assertThat(shell.err.toString()).isEqualTo(LOG);
    assertThat(requests).containsExactly("/2015-03-31/functions/F/invocations {\"a\": 1}");
  }

  @Test
  void withoutAnEventItIsAnEmptyObject() {
    assertThat(invoke()).isZero();

    assertThat(requests).last().asString().endsWith(" {}");
  }

  @Test
  void aFunctionThatFailsIsAFailure() {
    headers.put("X-Amz-Function-Error", "Unhandled");
    answer = "{\"errorMessage\":\"ouch\"}";

    assertThat(invoke()).isEqualTo(1);

    assertThat(shell.out.toString()).isEqualTo("{\"errorMessage\":\"ouch\"}\n");
  }

  @Test
  void aFunctionThatIsNotThereIsTold() {
    status = 404;
    headers.put("x-amzn-ErrorType", "ResourceNotFoundException");
    answer = "{\"message\":\"Function not found: F\"}";

    assertThat(invoke()).isEqualTo(1);

    assertThat(shell.err.toString())
        .isEqualTo(
            "millrace invoke: F was not invoked: Function not found: F; millrace stats shows which"
                + " functions there are\n");
  }

  @Test
  void anEventThatIsNotThereIsTold() {
    assertThat(invoke("-e", "/no/such/event.json")).isEqualTo(2);

    assertThat(shell.err.toString())
        .startsWith("millrace invoke: the event /no/such/event.json cannot be read");
    assertThat(requests).isEmpty();
  }
}
