package dev.millrace.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.image.HttpListener.Answer;
import dev.millrace.image.HttpListener.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;

/// Lambda's Runtime API for one function process, which gets one event after the other.
public final class Invocations implements AutoCloseable {

  /// What a function answered.
  ///
  /// @param nanos when, as [System#nanoTime()] counts
  /// @param path where to, which tells an answer from an error
  public record Reply(long nanos, String path, byte[] body) {

    /// Whether it is no error.
    public boolean isAnswer() {
      return path.endsWith("/response");
    }

    /// The body as text.
    public String text() {
      return new String(body, UTF_8);
    }
  }

  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private final BlockingQueue<byte[]> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();
  private volatile OptionalLong restored = OptionalLong.empty();
  private final HttpListener listener =
      HttpListener.open(ServerSocketFactory.getDefault(), this::answer);

  /// What the function finds in `AWS_LAMBDA_RUNTIME_API`.
  public String address() {
    return listener.address();
  }

  /// Has an event ready for whoever asks next.
  public void offer(byte[] event) {
    events.add(event);
  }

  /// When the function was restored from the snapshot that it was ready for, as [System#nanoTime()]
  /// counts; empty for one of which none is taken.
  public OptionalLong restored() {
    return restored;
  }

  /// The next reply, or empty if there is none within so many milliseconds.
  public Optional<Reply> poll(long millis) throws InterruptedException {
    return Optional.ofNullable(replies.poll(millis, TimeUnit.MILLISECONDS));
  }

  @Override
  public void close() {
    listener.close();
  }

  private Answer answer(Request request) throws InterruptedException {
    if (request.method().equals("GET")) {
      return request.path().endsWith("/restore/next") ? restore() : event(events.take());
    }
    replies.add(new Reply(System.nanoTime(), request.path(), request.body()));
    return empty(202);
  }

  private Answer restore() {
    restored = OptionalLong.of(System.nanoTime());
    return empty(200);
  }

  private static Answer event(byte[] event) {
    return new Answer(
        200,
        Map.of(
            "Content-Type", "application/json",
            "Lambda-Runtime-Aws-Request-Id", UUID.randomUUID().toString(),
            "Lambda-Runtime-Trace-Id", "Root=1-00000000-000000000000000000000000;Sampled=0",
            "Lambda-Runtime-Deadline-Ms", Long.toString(Instant.now().plus(TIMEOUT).toEpochMilli()),
            "Lambda-Runtime-Invoked-Function-Arn",
                "arn:aws:lambda:us-east-1:123456789012:function:benchmark"),
        event);
  }

  private static Answer empty(int status) {
    return new Answer(status, Map.of("Content-Type", "application/json"), new byte[0]);
  }
}
