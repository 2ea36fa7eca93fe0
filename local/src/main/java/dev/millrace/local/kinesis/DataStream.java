package dev.millrace.local.kinesis;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/// A stream: its shards, open and closed, and its settings. Immutable.
///
/// The open shards' ranges always cover every hash key exactly once.
///
/// @param consumers by name
/// @param shards by number, those whose records have all expired left out
/// @param open the open shards' numbers by the first hash key of each
/// @param nextShard the number the next shard gets
record DataStream(
    String name,
    String arn,
    Instant created,
    StreamSettings settings,
    PSortedMap<String, StreamConsumer> consumers,
    PSortedMap<Integer, Shard> shards,
    PSortedMap<BigInteger, Integer> open,
    int nextShard) {

  static final int DEFAULT_RETENTION_HOURS = 24;
  static final int LONGEST_RETENTION_HOURS = 8760;

  /// A stream without records whose shards share the hash keys evenly.
  static DataStream create(String name, String arn, StreamMode mode, int shardCount, Instant now) {
    var stream =
        new DataStream(
            name,
            arn,
            now,
            StreamSettings.of(mode),
            TreePMap.empty(),
            TreePMap.empty(),
            TreePMap.empty(),
            0);
    for (var range : HashRange.uniform(shardCount)) {
      stream = stream.opened(range, List.of(), now);
    }
    return stream;
  }

  StreamMode mode() {
    return settings.mode();
  }

  int retentionHours() {
    return settings.retentionHours();
  }

  PSortedMap<String, String> tags() {
    return settings.tags();
  }

  /// A shard by its id; empty if there is none, or no longer.
  Optional<Shard> shard(String id) {
    return Shard.number(id).map(shards::get);
  }

  /// A shard that is known to be there.
  Shard existing(int number) {
    var shard = shards.get(number);
    if (shard == null) {
      throw new IllegalStateException("stream %s lost shard %d".formatted(name, number));
    }
    return shard;
  }

  /// The number of the open shard a hash key belongs to.
  int shardOf(BigInteger hash) {
    var entry = open.floorEntry(hash);
    if (entry == null) {
      throw new IllegalArgumentException("not a hash key: " + hash);
    }
    return entry.getValue();
  }

  /// The shards that a closed shard was split or merged into.
  List<Shard> children(Shard parent) {
    return shards.values().stream().filter(shard -> shard.isChildOf(parent)).toList();
  }

  /// The oldest time from which records are kept.
  Instant horizon(Instant now) {
    return now.minus(Duration.ofHours(retentionHours()));
  }

  /// The same stream as it is at `now`: what is older than the retention is gone.
  DataStream at(Instant now) {
    var horizon = horizon(now);
    var kept = shards;
    for (var shard : shards.values()) {
      var closed = shard.closed();
      if (closed != null && !closed.isAfter(horizon)) {
        kept = kept.minus(shard.number());
      } else if (shard.log().reachesBefore(horizon.toEpochMilli())) {
        kept = kept.plus(shard.number(), shard.with(shard.log().since(horizon.toEpochMilli())));
      }
    }
    return with(kept);
  }

  /// The same stream with one open shard more.
  ///
  /// @param parents none, one (of a split) or two (of a merge), closed before
  DataStream opened(HashRange range, List<Shard> parents, Instant now) {
    var opens = now;
    long second = now.getEpochSecond();
    for (var parent : parents) {
      second = Math.max(second, parent.created() + 1);
      var closed = parent.closed();
      if (closed != null && closed.isAfter(opens)) {
        opens = closed;
      }
    }
    var shard =
        new Shard(
            nextShard,
            parents.isEmpty() ? null : parents.getFirst().number(),
            parents.size() < 2 ? null : parents.getLast().number(),
            range,
            second,
            opens,
            null,
            RecordLog.EMPTY);
    return new DataStream(
        name,
        arn,
        created,
        settings,
        consumers,
        shards.plus(nextShard, shard),
        open.plus(range.start(), nextShard),
        nextShard + 1);
  }

  /// The same stream with a shard replaced by its closed form.
  DataStream closed(Shard closed) {
    return new DataStream(
        name,
        arn,
        created,
        settings,
        consumers,
        shards.plus(closed.number(), closed),
        open.minus(closed.range().start()),
        nextShard);
  }

  /// The same stream with newer forms of shards it has.
  DataStream with(Collection<Shard> changed) {
    var newShards = shards;
    for (var shard : changed) {
      newShards = newShards.plus(shard.number(), shard);
    }
    return with(newShards);
  }

  DataStream with(StreamSettings newSettings) {
    return new DataStream(name, arn, created, newSettings, consumers, shards, open, nextShard);
  }

  DataStream withTags(PSortedMap<String, String> tags) {
    return with(settings.withTags(tags));
  }

  DataStream withRetention(int hours) {
    return with(settings.withRetention(hours));
  }

  /// The same stream with a new consumer, or a newer form of one it has.
  DataStream with(StreamConsumer consumer) {
    return withConsumers(consumers.plus(consumer.name(), consumer));
  }

  DataStream without(StreamConsumer consumer) {
    return withConsumers(consumers.minus(consumer.name()));
  }

  private DataStream withConsumers(PSortedMap<String, StreamConsumer> newConsumers) {
    return new DataStream(name, arn, created, settings, newConsumers, shards, open, nextShard);
  }

  private DataStream with(PSortedMap<Integer, Shard> newShards) {
    return new DataStream(name, arn, created, settings, consumers, newShards, open, nextShard);
  }
}
