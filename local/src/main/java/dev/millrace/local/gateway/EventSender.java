package dev.millrace.local.gateway;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Writes one event stream to its connection: an event, and when it has left, the next.
final class EventSender {

  private final EventSource source;
  private final EventFrames frames;
  private final Response response;
  private final Callback callback;
  private final Executor executor;
  private final Consumer<EventSender> over;
  private final AtomicBoolean ended = new AtomicBoolean();

  /// @param over is told once, when the stream is over for whatever reason
  EventSender(
      Reply.Stream stream, Response response, Callback callback, Consumer<EventSender> over) {
    this.source = stream.source();
    this.frames = new EventFrames(stream.format());
    this.response = response;
    this.callback = callback;
    this.executor = response.getRequest().getComponents().getExecutor();
    this.over = over;
  }

  void start() {
    Request request = response.getRequest();
    request.addFailureListener(this::fail);
    response.setStatus(200);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, EventFrames.CONTENT_TYPE);
    response.getHeaders().put("x-amzn-RequestId", UUID.randomUUID().toString());
    write(frames.initialResponse());
  }

  /// Breaks the stream off.
  void fail(Throwable cause) {
    if (end()) {
      callback.failed(cause);
    }
  }

  private void pull() {
    if (!ended.get()) {
      var _ =
          source
              .next()
              .<Runnable>thenApply(event -> () -> send(event))
              .exceptionally(failure -> () -> writeLast(frames.exception(refusal(failure))))
              .thenAcceptAsync(this::run, executor);
    }
  }

  private void run(Runnable sending) {
    if (ended.get()) {
      return;
    }
    try {
      sending.run();
    } catch (RuntimeException | Error e) {
      writeLast(frames.exception(JsonServices.internalFailure("an event stream", e)));
    }
  }

  private void send(Optional<EventSource.Event> event) {
    if (event.isPresent()) {
      write(frames.event(event.get()));
    } else {
      writeLast(ByteBuffer.allocate(0));
    }
  }

  private static AwsException refusal(Throwable failure) {
    var cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof AwsException known
        ? known
        : JsonServices.internalFailure("an event stream", failure);
  }

  private void write(ByteBuffer bytes) {
    response.write(false, bytes, Callback.from(this::pull, this::fail));
  }

  private void writeLast(ByteBuffer bytes) {
    response.write(true, bytes, Callback.from(this::succeed, this::fail));
  }

  private void succeed() {
    if (end()) {
      callback.succeeded();
    }
  }

  private boolean end() {
    if (!ended.compareAndSet(false, true)) {
      return false;
    }
    source.close();
    over.accept(this);
    return true;
  }
}
