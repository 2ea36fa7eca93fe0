package dev.millrace.local.mapping;

import java.time.Instant;

/// One record of a shard, already in the form in which the function will see it.
///
/// @param sequenceNumber its place in the shard
/// @param arrival when the stream took it
/// @param json its element of the event's `Records`, UTF-8
record StreamRecord(SequenceNumber sequenceNumber, Instant arrival, byte[] json) {

  @Override
  public String toString() {
    return sequenceNumber.text();
  }
}
