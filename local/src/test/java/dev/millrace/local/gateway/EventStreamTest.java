package dev.millrace.local.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.eventstream.Message;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.cbor.CBORMapper;

/// The bytes of an event stream, as clients see them that are not AWS's Java SDK.
class EventStreamTest {

  record Count(int upTo) {}

  record Counted(int value, byte[] bytes) {}

  /// The format of a request, which is that of the events.
  enum Format {
    JSON("application/x-amz-json-1.1", "application/json"),
    CBOR("application/x-amz-cbor-1.1", "application/cbor");

    private final String request;
    private final String payload;

    Format(String request, String payload) {
      this.request = request;
      this.payload = payload;
    }

    ObjectMapper mapper() {
      return switch (this) {
        case JSON -> new JsonMapper();
        case CBOR -> new CBORMapper();
      };
    }
  }

  /// Counts, and then ends or fails.
  private static final class Counter implements EventSource {
    private final Deque<Event> events = new ArrayDeque<>();
    private final CompletableFuture<Boolean> closed;
    private final boolean fails;

    Counter(int upTo, CompletableFuture<Boolean> closed) {
      this.closed = closed;
      fails = upTo == 0;
      for (int i = 1; i <= upTo; i++) {
        events.add(new Event("Number", new Counted(i, new byte[] {(byte) i})));
      }
    }

    @Override
    public CompletableFuture<Optional<Event>> next() {
      return fails
          ? CompletableFuture.failedFuture(
              new AwsException(AwsError.RESOURCE_NOT_FOUND, "nothing to count"))
          : CompletableFuture.completedFuture(Optional.ofNullable(events.poll()));
    }

    @Override
    public void close() {
      closed.complete(true);
    }
  }

  private final CompletableFuture<Boolean> closed = new CompletableFuture<>();
  private final Gateway gateway = Gateway.open(0);
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  void start() {
    gateway.add(
        new JsonService(
            "Counter_1",
            List.of(
                new StreamingAction<>("Count", Count.class, in -> new Counter(in.upTo(), closed)),
                new StreamingAction<>(
                    "Refuse",
                    Count.class,
                    _ -> {
                      throw new AwsException(AwsError.RESOURCE_IN_USE, "counting already");
                    }))));
  }

  @AfterEach
  void stop() {
    http.close();
    gateway.close();
  }

  private HttpResponse<byte[]> call(String action, Format format, int upTo)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(gateway.endpoint())
            .header("X-Amz-Target", "Counter_1." + action)
            .header("Content-Type", format.request)
            .POST(
                BodyPublishers.ofByteArray(format.mapper().writeValueAsBytes(Map.of("UpTo", upTo))))
            .build();
    return http.send(request, BodyHandlers.ofByteArray());
  }

  private static List<Message> messages(HttpResponse<byte[]> answer) {
    var bytes = ByteBuffer.wrap(answer.body());
    var messages = new ArrayList<Message>();
    while (bytes.hasRemaining()) {
      int length = bytes.getInt(bytes.position());
      messages.add(Message.decode(bytes.slice(bytes.position(), length)));
      bytes.position(bytes.position() + length);
    }
    return messages;
  }

  private static String header(Message message, String name) {
    return Optional.ofNullable(message.getHeaders().get(name)).orElseThrow().getString();
  }

  @ParameterizedTest
  @EnumSource
  void eventsFollowTheInitialResponseInTheRequestsFormat(Format format) throws Exception {
    var answer = call("Count", format, 3);
    var messages = messages(answer);

    assertThat(answer.headers().firstValue("content-type"))
        .contains("application/vnd.amazon.eventstream");
    assertThat(messages)
        .extracting(message -> header(message, ":event-type"))
        .containsExactly("initial-response", "Number", "Number", "Number");
    assertThat(messages)
        .allSatisfy(message -> {
          assertThat(header(message, ":message-type")).isEqualTo("event");
          assertThat(header(message, ":content-type")).isEqualTo(format.payload);
        });
    var last = format.mapper().readTree(messages.getLast().getPayload());
    assertThat(last.get("Value").intValue()).isEqualTo(3);
    assertThat(last.get("Bytes").binaryValue()).containsExactly(3);
    assertThat(closed).succeedsWithin(Duration.ofMinutes(1));
  }

  @Test
  void aFailureUnderWayIsTheLastMessage() throws Exception {
    var last = messages(call("Count", Format.JSON, 0)).getLast();

    assertThat(header(last, ":message-type")).isEqualTo("exception");
    assertThat(header(last, ":exception-type")).isEqualTo("ResourceNotFoundException");
    assertThat(new String(last.getPayload(), UTF_8))
        .isEqualTo("{\"message\":\"nothing to count\"}");
    assertThat(closed).succeedsWithin(Duration.ofMinutes(1));
  }

  @Test
  void aRefusalBeforeTheStreamIsAnOrdinaryOne() throws Exception {
    var answer = call("Refuse", Format.JSON, 1);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("x-amzn-ErrorType")).contains("ResourceInUseException");
    assertThat(new String(answer.body(), UTF_8)).contains("counting already");
  }
}
