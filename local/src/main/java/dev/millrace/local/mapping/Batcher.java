package dev.millrace.local.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Cuts the next batch off a queue.
///
/// A batch holds at most the configured number of records, one tumbling window, and an event of at
/// most 6 MB; a single record above that goes alone. Records that are too old do not count.
final class Batcher {

  /// Most bytes of one event.
  static final int EVENT_LIMIT = 6 * 1024 * 1024;

  private static final int SMALLEST_BUFFER = 1000;

  private final int batchSize;
  private final Optional<Duration> windowSize;
  private final AgeLimit ageLimit;
  private final int envelope;

  Batcher(MappingConfig config, AgeLimit ageLimit, EventJson events) {
    this.batchSize = config.batchSize();
    this.windowSize = config.tumblingWindow();
    this.ageLimit = ageLimit;
    this.envelope = events.envelopeSize();
  }

  /// How many records a queue is meant to hold.
  static int capacity(int batchSize) {
    return Math.max(batchSize, SMALLEST_BUFFER);
  }

  private boolean isFull(RecordQueue queue) {
    return queue.bytes() >= EVENT_LIMIT || queue.size() >= capacity(batchSize);
  }

  /// What the next batch would be now.
  Cut cut(ShardState state, Instant now) {
    var open = state.window();
    var window = open == null ? null : open.window();
    var taken = 0;
    var count = 0;
    var bytes = (long) envelope + (open == null ? 0 : open.state().getBytes(UTF_8).length);
    for (var record : state.queue().records()) {
      if (count == batchSize) {
        break;
      }
      if (!ageLimit.isExceededBy(record, now)) {
        var mine = windowOf(record, state);
        if (window == null) {
          window = mine;
        } else if (mine != null && mine.isAfter(window)) {
          return cut(state, now, taken, true, window);
        }
        var size = record.json().length + (count > 0 ? 1 : 0);
        if (count > 0 && bytes + size > EVENT_LIMIT) {
          return cut(state, now, taken, true, window);
        }
        count++;
        bytes += size;
      }
      taken++;
    }
    var full = count == batchSize || bytes >= EVENT_LIMIT || isFull(state.queue());
    return cut(state, now, taken, full, window);
  }

  private Cut cut(
      ShardState state, Instant now, int taken, boolean complete, @Nullable Window window) {
    var sorted = ageLimit.sort(state.queue().records().subList(0, taken), now);
    return new Cut(sorted.runs(), sorted.fresh(), taken, complete, window);
  }

  /// The window of a record; none that was closed already, because a window is final once.
  private @Nullable Window windowOf(StreamRecord record, ShardState state) {
    if (windowSize.isEmpty()) {
      return null;
    }
    var late = record.arrival().isBefore(state.closedUntil());
    return Window.containing(late ? state.closedUntil() : record.arrival(), windowSize.get());
  }

  /// A batch that could go.
  ///
  /// @param tooOld records to give up first
  /// @param batch records to deliver; may be empty
  /// @param taken how many records of the queue these are
  /// @param complete whether nothing can be added to the batch
  /// @param window the batch's window, or the open one; null without tumbling windows
  record Cut(
      List<List<StreamRecord>> tooOld,
      List<StreamRecord> batch,
      int taken,
      boolean complete,
      @Nullable Window window) {}
}
