package dev.millrace.local.mapping;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that happened to a shard.
sealed interface ShardEvent {

  /// The stream was read.
  ///
  /// @param records those to deliver, in shard order, possibly none
  /// @param readTo the last record that was read, even if it is not to be delivered; null if there
  ///   was none
  /// @param caughtUp whether the shard holds nothing after them
  /// @param ended whether the shard is closed and these were its last records
  /// @param asked when the stream was asked
  record Fetched(
      List<StreamRecord> records,
      @Nullable SequenceNumber readTo,
      boolean caughtUp,
      boolean ended,
      Instant asked)
      implements ShardEvent {

    /// All that was read is to be delivered.
    Fetched(List<StreamRecord> records, boolean caughtUp, boolean ended, Instant asked) {
      this(records, StreamRecord.last(records), caughtUp, ended, asked);
    }
  }

  /// The function answered, or could not be reached.
  record InvocationFinished(Outcome outcome) implements ShardEvent {}

  /// The destination has the first outstanding message.
  record Delivered() implements ShardEvent {}

  /// The destination did not take the first outstanding message.
  record DeliveryFailed() implements ShardEvent {}

  /// Time passed.
  record Tick() implements ShardEvent {}
}
