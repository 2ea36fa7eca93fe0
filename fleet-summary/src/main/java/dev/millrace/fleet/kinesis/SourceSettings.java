package dev.millrace.fleet.kinesis;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How a stream is read.
///
/// @param startAt for `AT_TIMESTAMP`
/// @param maxRecords of one read
/// @param readInterval between two reads of one shard; AWS allows five reads a second
/// @param discoveryInterval between two looks for new shards
/// @param outOfOrderness how much older than the newest event an event may be
/// @param idleness how long it has to be quiet until event time goes on by the clock
public record SourceSettings(
    Endpoint endpoint,
    String stream,
    Start start,
    @Nullable Instant startAt,
    int maxRecords,
    Duration readInterval,
    Duration discoveryInterval,
    Duration outOfOrderness,
    Duration idleness)
    implements Serializable {

  /// Where a stream's first reading starts.
  public enum Start {
    LATEST,
    TRIM_HORIZON,
    AT_TIMESTAMP
  }
}
