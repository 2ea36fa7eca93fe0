package dev.millrace.local.kinesis;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads records from where an iterator stands.
///
/// Deviates from AWS: reads of a shard are not limited to five a second and 2 MB a second. While
/// records remain, `MillisBehindLatest` is at least 1, even if they arrived in this millisecond.
final class GetRecords {

  private static final int MOST_RECORDS = 10_000;
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

  static Step<Response> apply(KinesisState state, Request request, Instant now) {
    int limit = Refusal.within(request.limit(), "limit", 1, MOST_RECORDS, MOST_RECORDS);
    var iterator = ShardIterator.parse(request.shardIterator(), now);
    var stream = state.stream(iterator.stream(), request.streamARN(), now);
    var shard = stream.shards().get(iterator.shard());
    if (shard == null || !stream.created().equals(iterator.created())) {
      throw Refusal.noShard(state, stream, Shard.id(iterator.shard()));
    }
    long first = Math.max(iterator.place(), shard.log().first());
    var items = read(shard, first, limit);
    long next = first + items.size();
    boolean ended = !shard.isOpen() && next == shard.log().next();
    var response =
        new Response(
            items,
            ended ? null : ShardIterator.at(stream, shard, next, now).toString(),
            behind(shard, next, now),
            ended ? stream.children(shard).stream().map(Child::of).toList() : null);
    return Step.of(state.with(stream), response);
  }

  private static List<Item> read(Shard shard, long first, int limit) {
    var log = shard.log();
    long end = Math.min(first + limit, log.next());
    var items = new ArrayList<Item>();
    long bytes = 0;
    for (long place = first; place < end; place++) {
      var stored = log.get(place);
      bytes += stored.size();
      if (bytes > MOST_BYTES) {
        break;
      }
      items.add(
          new Item(
              shard.sequenceNumber(place),
              Instant.ofEpochMilli(stored.arrivalMillis()),
              stored.data(),
              stored.partitionKey()));
    }
    return items;
  }

  private static long behind(Shard shard, long next, Instant now) {
    return next == shard.log().next()
        ? 0
        : Math.max(1, now.toEpochMilli() - shard.log().get(next).arrivalMillis());
  }
}
