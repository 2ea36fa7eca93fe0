package dev.millrace.local.firehose;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A record to be delivered.
///
/// @param arrival when the delivery stream, or the Kinesis stream before it, took the record
/// @param origin null if it was put directly
record FirehoseRecord(byte[] data, Instant arrival, @Nullable Origin origin) {

  /// Where in a Kinesis stream a record is from.
  ///
  /// @param subSequenceNumber its place in an aggregate; null if it was in none
  record Origin(
      String shardId,
      String partitionKey,
      String sequenceNumber,
      @Nullable Long subSequenceNumber) {}

  /// A record that was put directly.
  FirehoseRecord(byte[] data, Instant arrival) {
    this(data, arrival, null);
  }

  /// The same with other data.
  FirehoseRecord with(byte[] other) {
    return new FirehoseRecord(other, arrival, origin);
  }
}
