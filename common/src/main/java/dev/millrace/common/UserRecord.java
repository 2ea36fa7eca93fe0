package dev.millrace.common;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A record as its producer wrote it, whether it came alone or inside a KPL aggregate.
///
/// @param sequenceNumber of the stream record it came in: the one to report when it fails
/// @param subSequenceNumber its place in the aggregate from 0, and 0 if it came alone
/// @param arrival when the stream took it, or null if the event does not say
/// @param data owned by this value: not to be written to
/// @param aggregated whether it came inside an aggregate
/// @param origin where it was read
public record UserRecord(
    String sequenceNumber,
    long subSequenceNumber,
    String partitionKey,
    @Nullable Instant arrival,
    byte[] data,
    boolean aggregated,
    Origin origin) {

  /// A record of unknown origin.
  public UserRecord(
      String sequenceNumber,
      long subSequenceNumber,
      String partitionKey,
      @Nullable Instant arrival,
      byte[] data,
      boolean aggregated) {
    this(
        sequenceNumber, subSequenceNumber, partitionKey, arrival, data, aggregated, Origin.UNKNOWN);
  }
}
