package dev.millrace.local.kinesis;

import dev.millrace.local.gateway.AwsAction.NoResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Merges two adjacent shards into one. Takes effect at once.
final class MergeShards {

  private MergeShards() {}

  record Request(
      @Nullable String streamName,
      @Nullable String streamARN,
      String shardToMerge,
      String adjacentShardToMerge) {}

  static Step<NoResult> apply(KinesisState state, Request request, Instant now) {
    var stream = state.stream(request.streamName(), request.streamARN(), now);
    var shard = Eligible.shard(state, stream, request.shardToMerge(), "MergeShards");
    var adjacent = Eligible.shard(state, stream, request.adjacentShardToMerge(), "MergeShards");
    if (!shard.range().isAdjacentTo(adjacent.range())) {
      throw Refusal.argument(
          "Shards %s and %s in stream %s under account %s are not an adjacent pair of shards"
              + " eligible for merging",
          shard.id(), adjacent.id(), stream.name(), state.account());
    }
    var merged = Resharding.merge(stream, shard, adjacent, now);
    return new Step<>(state.with(merged), new NoResult(), stream.arn());
  }
}
