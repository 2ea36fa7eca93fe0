package dev.millrace.local.kinesis;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads records from where an iterator stands.
///
/// Deviates from AWS: while records remain, `MillisBehindLatest` is at least 1, even if they
/// arrived in this millisecond.
final class GetRecords {

  static final int MOST_RECORDS = 10_000;
  private static final long MOST_BYTES = 10L << 20;

  private GetRecords() {}

  record Request(String shardIterator, @Nullable Integer limit, @Nullable String streamARN) {}

  /// @param nextShardIterator null at the end of a closed shard
  /// @param childShards given at the end of a closed shard
  record Response(
      List<Item> records,
      @Nullable String nextShardIterator,
      long millisBehindLatest,
      @Nullable List<Child> childShards) {}

  record Item(
      String sequenceNumber,
      Instant approximateArrivalTimestamp,
      byte[] data,
      String partitionKey) {}

  record Child(String shardId, List<String> parentShards, HashRange.Wire hashKeyRange) {

    static Child of(Shard shard) {
      return new Child(shard.id(), shard.parents().map(Shard::id).toList(), shard.range().wire());
    }
  }

  static Step<Response> apply(KinesisState state, Request request, Instant now, Quotas quotas) {
    int limit = Refusal.within(request.limit(), "limit", 1, MOST_RECORDS, MOST_RECORDS);
    var iterator = ShardIterator.parse(request.shardIterator(), now);
    var stream = state.stream(iterator.stream(), request.streamARN(), now);
    var shard = stream.shards().get(iterator.shard());
    if (shard == null || !stream.created().equals(iterator.created())) {
      throw Refusal.noShard(state, stream, Shard.id(iterator.shard()));
    }
    quotas.beforeRead(state, stream, shard);
    var slice = Slice.read(shard, iterator.place(), limit, MOST_BYTES);
    quotas.afterRead(stream, shard, slice.bytes());
    var response =
        new Response(
            slice.items(),
            slice.ends() ? null : ShardIterator.at(stream, shard, slice.next(), now).toString(),
            slice.behind(now),
            slice.ends() ? stream.children(shard).stream().map(Child::of).toList() : null);
    return Step.of(state.with(stream), response);
  }
}
