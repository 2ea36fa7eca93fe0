package dev.millrace.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

class SocketHttpClientTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final String EMPTY = OK + "Content-Length: 0\r\n\r\n";

  private final ScriptedServer server = ScriptedServer.start();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final SocketHttpClient client = new SocketHttpClient(PATIENCE, PATIENCE, now::get);

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void aRequestIsWrittenAsItWasSigned() throws Exception {
    server.answer(EMPTY);
    var request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.PUT)
            .uri(server.uri("http"))
            .encodedPath("/a%20b/c")
            .putRawQueryParameter("x", "1 2")
            .putHeader("Host", "example.test")
            .putHeader("X-Two", List.of("a", "b"))
            .build();

    prepared(request, "körper").call();

    assertThat(server.request())
        .isEqualTo(
            """
            PUT /a%20b/c?x=1%202 HTTP/1.1
            Host: example.test
            X-Two: a
            X-Two: b
            Content-Length: 7

            körper\
            """
                .replace("\n", "\r\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\n\r\nhello",
        "content-length:5\r\nX-Other: \u00e9\r\n\r\nhello",
        "Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;a=b\r\nllo\r\n0\r\nTrailer: x\r\n\r\n",
        "Connection: close\r\n\r\nhello",
        "Connection: Close\r\nContent-Length: 5\r\n\r\nhello"
      })
  void anAnswerIsReadHoweverItIsDelimited(String answer) throws IOException {
    server.answerAndClose(OK + answer);

    assertThat(body(call().call())).isEqualTo("hello");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 304\r\n\r\n", EMPTY})
  void anAnswerMayHaveNoBody(String answer) throws IOException {
    server.answer(answer);

    assertThat(body(call().call())).isEmpty();
  }

  @Test
  void anInterimAnswerIsPassedOver() throws IOException {
    server.answer(
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\n\r\n");

    var response = call().call().httpResponse();

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.statusText()).contains("Slow Down");
  }

  @ParameterizedTest
  @ValueSource(strings = {EMPTY, OK + "Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n0\r\n\r\n"})
  void aConnectionIsUsedAgain(String answer) throws IOException {
    server.answer(answer);
    server.answer(answer);

    call().call();
    now.set(Instant.EPOCH.plusSeconds(20));
    call().call();

    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void aConnectionThatWasIdleForLongIsNotUsedAgain() throws IOException {
    server.answer(EMPTY);
    server.answer(EMPTY);

    call().call();
    now.set(Instant.EPOCH.plusSeconds(21));
    call().call();

    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void aConnectionThatTheServerClosedIsNotUsedAgain() throws Exception {
    server.answerAndClose(EMPTY);
    server.answer(EMPTY);

    call().call();
    server.awaitClosed();
    call().call();

    assertThat(server.connections()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200",
        "HTTP/1.0 200 OK\r\n\r\n",
        "HTTP/1.1 two OK\r\n\r\n",
        "nonsense\r\n\r\n",
        OK + "no colon\r\n\r\n",
        OK + "Content-Length: -1\r\n\r\n",
        OK + "Content-Length: many\r\n\r\n",
        OK + "Content-Length: 5\r\n\r\nhell",
        OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhell",
        OK + "Transfer-Encoding: chunked\r\n\r\nx\r\n",
      })
  void anAnswerThatIsNoneFailsTheCall(String answer) {
    server.answerAndClose(answer);

    assertThatThrownBy(() -> call().call()).isInstanceOf(IOException.class);
  }

  @Test
  void aCallThatIsAbortedFails() throws Exception {
    var call = call();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var outcome = threads.submit(call);
      server.request();
      call.abort();

      assertThatThrownBy(outcome::get).hasCauseInstanceOf(IOException.class);
    }
    assertThatThrownBy(call::call).hasMessage("the call was aborted");
  }

  @Test
  void aHeaderCannotBringAnotherOne() {
    var request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .uri(server.uri("http"))
            .putHeader("X-Key", "a\r\nX-Evil: b")
            .build();

    assertThatThrownBy(() -> prepared(request, "").call())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("header X-Key must have no line break, was a");
  }

  private ExecutableHttpRequest call() {
    var request =
        SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(server.uri("http")).build();
    return prepared(request, "{}");
  }

  private ExecutableHttpRequest prepared(SdkHttpRequest request, String body) {
    return client.prepareRequest(
        HttpExecuteRequest.builder()
            .request(request)
            .contentStreamProvider(ContentStreamProvider.fromUtf8String(body))
            .build());
  }

  private static String body(HttpExecuteResponse response) {
    return response.responseBody().map(SocketHttpClientTest::text).orElse("");
  }

  private static String text(AbortableInputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
