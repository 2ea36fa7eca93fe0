package dev.millrace.local.gateway;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// What an event stream sends, one event at a time.
///
/// The gateway asks for the next event when the one before it has been written, so that a reader
/// who is slow holds up the source and nothing piles up.
public interface EventSource extends AutoCloseable {

  /// An event of the stream.
  ///
  /// @param type as the API names it
  /// @param payload a record, as those of [AwsAction]
  record Event(String type, Object payload) {}

  /// The next event as soon as there is one; empty when the stream is over. If it fails with an
  /// [AwsException], the stream ends with that exception.
  CompletableFuture<Optional<Event>> next();

  /// Nobody reads any more, or the stream is over. Comes once, at any time and on any thread; what
  /// `next` returned then needs no completion.
  @Override
  void close();
}
