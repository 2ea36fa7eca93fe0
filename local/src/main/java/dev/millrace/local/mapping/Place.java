package dev.millrace.local.mapping;

import java.time.Instant;

/// A place between two records of a shard, which can be found again at any time.
///
/// Records behind it may leave the stream; then reading goes on with the oldest there is.
sealed interface Place {

  /// Before the oldest record that the stream still holds.
  record Oldest() implements Place {}

  /// Before the first record that arrived at `time` or later; Kinesis only.
  record Since(Instant time) implements Place {}

  /// Behind a record.
  record After(SequenceNumber sequenceNumber) implements Place {}
}
