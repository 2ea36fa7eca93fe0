package dev.millrace.local.kinesis;

import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Which shards a listing is about.
record ShardFilter(Type type, @Nullable String shardId, @Nullable Instant timestamp) {

  /// How shards are chosen.
  enum Type {
    AFTER_SHARD_ID,
    AT_TRIM_HORIZON,
    FROM_TRIM_HORIZON,
    AT_LATEST,
    AT_TIMESTAMP,
    FROM_TIMESTAMP
  }

  /// The shards of a stream that match at `now`.
  Predicate<Shard> in(DataStream stream, Instant now) {
    checkMembers();
    return switch (type) {
      case AFTER_SHARD_ID -> after(DescribeStream.start(shardId));
      case AT_TRIM_HORIZON -> at(horizon(stream, now));
      case FROM_TRIM_HORIZON -> _ -> true;
      case AT_LATEST -> Shard::isOpen;
      case AT_TIMESTAMP -> at(corrected(stream, now));
      case FROM_TIMESTAMP -> from(corrected(stream, now));
    };
  }

  private static Predicate<Shard> after(@Nullable Integer number) {
    return shard -> number == null || shard.number() > number;
  }

  private static Predicate<Shard> at(Instant time) {
    return shard -> shard.wasOpenAt(time);
  }

  private static Predicate<Shard> from(Instant time) {
    return shard -> shard.closed() == null || shard.closed().isAfter(time);
  }

  private void checkMembers() {
    boolean byId = type == Type.AFTER_SHARD_ID;
    boolean byTime = type == Type.AT_TIMESTAMP || type == Type.FROM_TIMESTAMP;
    check("ShardId", byId, shardId != null);
    check("Timestamp", byTime, timestamp != null);
  }

  private void check(String member, boolean needed, boolean given) {
    if (needed != given) {
      throw Refusal.argument(
          "ShardFilter of type %s %s %s",
          type, needed ? "requires the member" : "does not take the member", member);
    }
  }

  private Instant corrected(DataStream stream, Instant now) {
    var time = timestamp;
    if (time == null) {
      throw new IllegalStateException("checked before");
    }
    if (time.isAfter(now)) {
      throw Refusal.argument("ShardFilter's Timestamp %s is after the current time %s", time, now);
    }
    var horizon = horizon(stream, now);
    return time.isBefore(horizon) ? horizon : time;
  }

  private static Instant horizon(DataStream stream, Instant now) {
    var horizon = stream.horizon(now);
    return horizon.isBefore(stream.created()) ? stream.created() : horizon;
  }
}
