package dev.millrace.local.kinesis;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;

/// Changes of a stream's open shards. The closed ones keep their records.
final class Resharding {

  private Resharding() {}

  /// Splits an open shard: `hash` and above go to the second child.
  static DataStream split(DataStream stream, Shard shard, BigInteger hash, Instant now) {
    var parent = shard.close(now);
    return stream
        .closed(parent)
        .opened(parent.range().below(hash), List.of(parent), now)
        .opened(parent.range().from(hash), List.of(parent), now);
  }

  /// Merges two adjacent open shards.
  static DataStream merge(DataStream stream, Shard shard, Shard adjacent, Instant now) {
    var parents = List.of(shard.close(now), adjacent.close(now));
    return stream
        .closed(parents.getFirst())
        .closed(parents.getLast())
        .opened(shard.range().plus(adjacent.range()), parents, now);
  }

  /// Splits and merges until there are `count` open shards of the same size.
  static DataStream scale(DataStream stream, int count, Instant now) {
    var ranges = HashRange.uniform(count);
    var scaled = stream;
    for (var range : ranges) {
      var shard = openShard(scaled, range.start());
      if (!shard.range().start().equals(range.start())) {
        scaled = split(scaled, shard, range.start(), now);
      }
    }
    for (var range : ranges) {
      for (var shard = openShard(scaled, range.start());
          !shard.range().end().equals(range.end());
          shard = openShard(scaled, range.start())) {
        var next = openShard(scaled, shard.range().end().add(BigInteger.ONE));
        scaled = merge(scaled, shard, next, now);
      }
    }
    return scaled;
  }

  private static Shard openShard(DataStream stream, BigInteger hash) {
    return stream.existing(stream.shardOf(hash));
  }
}
