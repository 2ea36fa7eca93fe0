package dev.millrace.local.firehose.transform;

import java.time.Instant;
import java.util.Optional;

/// A record on its way through the function.
///
/// @param id unique in its event
public record TransformRecord(String id, byte[] data, Instant arrival, Optional<Kinesis> kinesis) {

  /// Where a record is from if the delivery stream reads a Kinesis stream.
  public record Kinesis(
      String shardId,
      String partitionKey,
      Instant arrival,
      String sequenceNumber,
      long subsequenceNumber) {}
}
