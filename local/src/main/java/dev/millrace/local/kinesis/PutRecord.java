package dev.millrace.local.kinesis;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Writes one record.
///
/// Deviates from AWS: the throughput of a shard is not limited.
final class PutRecord {

  private PutRecord() {}

  /// @param sequenceNumberForOrdering needs no more than to be valid: sequence numbers always
  ///   increase strictly within a shard
  record Request(
      @Nullable String streamName,
      @Nullable String streamARN,
      byte[] data,
      String partitionKey,
      @Nullable String explicitHashKey,
      @Nullable String sequenceNumberForOrdering) {}

  record Response(String shardId, String sequenceNumber) {}

  static Step<Response> apply(KinesisState state, Request request, Instant now) {
    var stream = state.stream(request.streamName(), request.streamARN(), now);
    var appender = new Appender(stream, now);
    appender.check("", request.partitionKey(), request.explicitHashKey(), request.data());
    var ordering = request.sequenceNumberForOrdering();
    if (ordering != null && SequenceNumber.parse(ordering).isEmpty()) {
      throw Refusal.argument(
          "ExclusiveMinimumSequenceNumber %s used in PutRecord on stream %s under account %s is"
              + " invalid.",
          ordering, stream.name(), state.account());
    }
    var place = appender.add(request.partitionKey(), request.explicitHashKey(), request.data());
    return new Step<>(
        state.with(appender.result()),
        new Response(place.shardId(), place.sequenceNumber()),
        stream.arn());
  }
}
