package dev.millrace.local.kinesis;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Writes one record.
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

  static Step<Response> apply(KinesisState state, Request request, Instant now, Quotas quotas) {
    var stream = state.stream(request.streamName(), request.streamARN(), now);
    var appender = new Appender(stream, now, quotas);
    appender.check("", request.partitionKey(), request.explicitHashKey(), request.data());
    var ordering = request.sequenceNumberForOrdering();
    if (ordering != null && SequenceNumber.parse(ordering).isEmpty()) {
      throw Refusal.argument(
          "ExclusiveMinimumSequenceNumber %s used in PutRecord on stream %s under account %s is"
              + " invalid.",
          ordering, stream.name(), state.account());
    }
    return switch (appender.add(
        request.partitionKey(), request.explicitHashKey(), request.data())) {
      case Appender.Added.Taken(var shard, var sequenceNumber) ->
          new Step<>(
              state.with(appender.result()),
              new Response(shard.id(), sequenceNumber),
              stream.arn());
      case Appender.Added.Throttled(var shard) -> throw Refusal.rateExceeded(state, stream, shard);
    };
  }
}
