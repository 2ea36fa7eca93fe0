package dev.millrace.local.mapping;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One record of a shard, already in the form in which the function will see it.
///
/// @param sequenceNumber its place in the shard
/// @param arrival when the stream took it
/// @param json its element of the event's `Records`, UTF-8
record StreamRecord(SequenceNumber sequenceNumber, Instant arrival, byte[] json) {

  /// The place of the last one; null if there is none.
  static @Nullable SequenceNumber last(List<StreamRecord> records) {
    return records.isEmpty() ? null : records.getLast().sequenceNumber();
  }

  @Override
  public String toString() {
    return sequenceNumber.text();
  }
}
