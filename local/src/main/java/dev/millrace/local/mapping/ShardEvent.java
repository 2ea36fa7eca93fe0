package dev.millrace.local.mapping;

import java.time.Instant;
import java.util.List;

/// Something that happened to a shard.
sealed interface ShardEvent {

  /// The stream was read.
  ///
  /// @param records those to deliver, in shard order, possibly none
  /// @param caughtUp whether the shard holds nothing after them
  /// @param ended whether the shard is closed and these were its last records
  /// @param asked when the stream was asked
  record Fetched(List<StreamRecord> records, boolean caughtUp, boolean ended, Instant asked)
      implements ShardEvent {}

  /// The function answered, or could not be reached.
  record InvocationFinished(Outcome outcome) implements ShardEvent {}

  /// The function processed the batch, and nobody remembers: as when a checkpoint is lost.
  record Forgotten() implements ShardEvent {}

  /// The destination has the first outstanding message.
  record Delivered() implements ShardEvent {}

  /// The destination did not take the first outstanding message.
  record DeliveryFailed() implements ShardEvent {}

  /// Time passed.
  record Tick() implements ShardEvent {}
}
