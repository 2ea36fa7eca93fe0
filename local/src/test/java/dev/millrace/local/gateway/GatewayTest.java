package dev.millrace.local.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayTest {

  record Greeting(String name) {}

  private final Gateway gateway = Gateway.open(0);
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    http.close();
    gateway.close();
  }

  /// Answers a fixed text, and says on which thread.
  private static final class Fixed extends Handler.Abstract {
    private final String text;
    private final CompletableFuture<Thread> thread = new CompletableFuture<>();

    Fixed(String text) {
      this.text = text;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      if (!isStarted()) {
        throw new IllegalStateException("not started");
      }
      thread.complete(Thread.currentThread());
      response.write(true, ByteBuffer.wrap(text.getBytes(UTF_8)), callback);
      return true;
    }
  }

  private static JsonService greeter() {
    return new JsonService(
        "Greeter_1",
        List.of(
            new AwsAction<>("Greet", Greeting.class, in -> new Greeting("hello " + in.name()))));
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(gateway.endpoint().resolve(path)).build();
    return http.send(request, BodyHandlers.ofString());
  }

  private HttpRequest greet(byte[] body) {
    return HttpRequest.newBuilder(gateway.endpoint())
        .header("X-Amz-Target", "Greeter_1.Greet")
        .header("Content-Type", "application/x-amz-json-1.1")
        .POST(BodyPublishers.ofByteArray(body))
        .build();
  }

  /// Sends one HTTP/1.1 request with any host and reads the answer to its end.
  private String withHost(String host) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
      var request = "GET /x HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  @Test
  void answersBearTheTimeOfTheClock() throws Exception {
    var clock = InstantSource.fixed(Instant.parse("2031-03-01T12:00:00Z"));
    try (var ahead = Gateway.open(0, clock)) {
      var request = HttpRequest.newBuilder(ahead.endpoint().resolve("/x")).build();

      var answer = http.send(request, BodyHandlers.discarding());

      assertThat(answer.headers().allValues("Date"))
          .containsExactly("Sat, 01 Mar 2031 12:00:00 GMT");
    }
  }

  @Test
  void aServiceAddedAfterTheStartAnswers() throws Exception {
    gateway.add(greeter());

    var answer = http.send(greet("{\"Name\":\"you\"}".getBytes(UTF_8)), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"Name\":\"hello you\"}");
    assertThat(answer.headers().firstValue("x-amzn-RequestId")).isPresent();
    assertThat(answer.headers().firstValue("content-type")).contains("application/x-amz-json-1.1");
  }

  @Test
  void routesAreTriedInTheOrderInWhichTheyWereAdded() throws Exception {
    gateway.add(new Route(r -> r.getHttpURI().getPath().startsWith("/a"), new Fixed("first")));
    gateway.add(new Route(_ -> true, new Fixed("second")));

    assertThat(get("/a").body()).isEqualTo("first");
    assertThat(get("/b").body()).isEqualTo("second");
  }

  @Test
  void servicesComeBeforeRoutes() throws Exception {
    gateway.add(new Route(_ -> true, new Fixed("route")));
    gateway.add(greeter());

    var answer = http.send(greet("{\"Name\":\"you\"}".getBytes(UTF_8)), BodyHandlers.ofString());

    assertThat(answer.body()).contains("hello you");
  }

  @Test
  void handlersRunOnVirtualThreads() throws Exception {
    var handler = new Fixed("x");
    gateway.add(new Route(_ -> true, handler));
    get("/");

    assertThat(handler.thread.get(1, TimeUnit.MINUTES).isVirtual()).isTrue();
  }

  @Test
  void aRoutesHandlerStopsWithTheGateway() {
    var handler = new Fixed("x");
    try (var own = Gateway.open(0)) {
      own.add(new Route(_ -> true, handler));
      assertThat(handler.isStarted()).isTrue();
    }
    assertThat(handler.isStopped()).isTrue();
  }

  @Test
  void aRequestNobodyAnswersIsRefusedWithWhatItAsked() throws Exception {
    var request =
        HttpRequest.newBuilder(gateway.endpoint().resolve("/things/1"))
            .header("X-Amz-Target", "Glue_1.GetTable")
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=k/20250101/us-east-1/glue/aws4_request, Signature=0")
            .build();

    var answer = http.send(request, BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("x-amzn-ErrorType"))
        .contains("UnknownOperationException");
    assertThat(answer.body())
        .contains(
            "No local service answers GET /things/1, X-Amz-Target Glue_1.GetTable, signed for the"
                + " service glue");
  }

  @Test
  void aFailingRouteIsAnInternalFailure() throws Exception {
    gateway.add(
        new Route(
            _ -> {
              throw new IllegalStateException("boom");
            },
            new Fixed("x")));

    var answer = get("/x");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).contains("InternalFailure").contains("GET /x").contains("boom");
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() throws Exception {
    gateway.add(greeter());

    var answer = http.send(greet(new byte[Bodies.MOST_BYTES + 1]), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("RequestEntityTooLargeException").contains("67108864");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "LOCALHOST:1", "127.0.0.1:4566", "[::1]:4566", "b.s3.localhost:4566"})
  void localHostsAreLetIn(String host) throws Exception {
    gateway.add(new Route(_ -> true, new Fixed("welcome")));

    assertThat(withHost(host)).startsWith("HTTP/1.1 200").endsWith("welcome");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"example.com", "localhost.example.com", "127.0.0.1.example.com", "10.0.0.1:80"})
  void foreignHostsAreRefused(String host) throws Exception {
    gateway.add(new Route(_ -> true, new Fixed("welcome")));

    assertThat(withHost(host)).startsWith("HTTP/1.1 403").contains("AccessDeniedException");
  }

  @Test
  void aPortInUseIsNamedWithTheWayOut() {
    assertThatThrownBy(() -> Gateway.open(gateway.port()))
        .isInstanceOf(PortInUseException.class)
        .hasMessageContaining("Port " + gateway.port())
        .hasMessageContaining("--port 0");
  }

  @Test
  void otherInterfacesAreNotListenedOn() throws Exception {
    var others =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
            .toList();
    for (var address : others) {
      assertThatThrownBy(() -> new Socket(address, gateway.port()).close())
          .isInstanceOf(IOException.class);
    }
    assertThat(gateway.endpoint()).isEqualTo(URI.create("http://127.0.0.1:" + gateway.port()));
  }
}
