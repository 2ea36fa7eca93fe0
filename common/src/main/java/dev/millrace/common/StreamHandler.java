package dev.millrace.common;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;

/// A function that takes an event of AWS's types and answers one, and that reads and writes their
/// JSON itself: the runtime client's own mapping takes more of a cold start than all the rest.
///
/// @param <E> the event
/// @param <A> the answer: a `StreamsEventResponse`, a `TimeWindowEventResponse` or what `Json`
///   writes
public abstract class StreamHandler<E, A> implements RequestStreamHandler {

  /// How the event's JSON is read.
  @FunctionalInterface
  public interface Format<E> {

    /// Reads an event.
    ///
    /// @throws PoisonException if it is not the JSON of one
    E read(InputStream json) throws IOException;
  }

  private final Format<E> format;

  protected StreamHandler(Format<E> format) {
    this.format = format;
  }

  /// Does what an event asks for.
  public abstract A handleRequest(E event, Context context);

  @Override
  public final void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    write(handleRequest(format.read(event), context), answer);
  }

  /// Reads an event and writes the answer to it, as an invocation does, and forgets both.
  ///
  /// @param answer must change nothing
  protected final void rehearse(String event, Function<E, A> answer) {
    try {
      var json = new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8));
      write(answer.apply(format.read(json)), OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  private static void write(Object answer, OutputStream out) throws IOException {
    out.write(Json.write(plain(answer)).getBytes(StandardCharsets.UTF_8));
  }

  private static Object plain(Object answer) {
    return switch (answer) {
      case StreamsEventResponse response ->
          Map.of(
              "batchItemFailures",
              response.getBatchItemFailures().stream()
                  .map(failure -> item(failure.getItemIdentifier()))
                  .toList());
      case TimeWindowEventResponse response ->
          Map.of(
              "state",
              response.getState(),
              "batchItemFailures",
              response.getBatchItemFailures().stream()
                  .map(failure -> item(failure.getItemIdentifier()))
                  .toList());
      default -> answer;
    };
  }

  private static Map<String, String> item(String sequenceNumber) {
    return Map.of("itemIdentifier", sequenceNumber);
  }
}
