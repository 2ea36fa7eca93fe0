package dev.millrace.local.kinesis;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Finds the place in a shard from which records are to be read.
final class GetShardIterator {

  private GetShardIterator() {}

  /// How the place is given.
  enum Type {
    AT_SEQUENCE_NUMBER,
    AFTER_SEQUENCE_NUMBER,
    TRIM_HORIZON,
    LATEST,
    AT_TIMESTAMP
  }

  record Request(
      @Nullable String streamName,
      @Nullable String streamARN,
      String shardId,
      Type shardIteratorType,
      @Nullable String startingSequenceNumber,
      @Nullable Instant timestamp) {}

  record Response(String shardIterator) {}

  static Step<Response> apply(KinesisState state, Request request, Instant now) {
    var stream = state.stream(request.streamName(), request.streamARN(), now);
    var shard =
        stream
            .shard(request.shardId())
            .orElseThrow(() -> Refusal.noShard(state, stream, request.shardId()));
    var start =
        new StartingPlace(
            "GetShardIterator",
            "StartingSequenceNumber",
            request.shardIteratorType(),
            request.startingSequenceNumber(),
            request.timestamp());
    var iterator = ShardIterator.at(stream, shard, start.in(state, stream, shard, now), now);
    return Step.of(state.with(stream), new Response(iterator.toString()));
  }
}
