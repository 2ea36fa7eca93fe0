package dev.millrace.local.kinesis;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.TreePMap;

/// A stream without its records, as the journal keeps it in JSON.
record StreamDocument(
    String name,
    String arn,
    Instant created,
    SettingsDocument settings,
    List<ConsumerDocument> consumers,
    List<ShardDocument> shards,
    int nextShard) {

  /// What a stream's owner has set.
  record SettingsDocument(
      StreamMode mode,
      int retentionHours,
      Map<String, String> tags,
      @Nullable String key,
      List<String> metrics,
      int mostRecordKiB,
      @Nullable String policy) {

    static SettingsDocument of(StreamSettings settings) {
      return new SettingsDocument(
          settings.mode(),
          settings.retentionHours(),
          settings.tags(),
          settings.key(),
          settings.metrics(),
          settings.mostRecordKiB(),
          settings.policy());
    }

    StreamSettings settings() {
      return new StreamSettings(
          mode, retentionHours, TreePMap.from(tags), key, metrics, mostRecordKiB, policy);
    }
  }

  /// A consumer without its subscriptions, which end with the server.
  record ConsumerDocument(
      String name, String arn, Instant created, Map<String, String> tags, @Nullable String policy) {

    static ConsumerDocument of(StreamConsumer consumer) {
      return new ConsumerDocument(
          consumer.name(), consumer.arn(), consumer.created(), consumer.tags(), consumer.policy());
    }

    StreamConsumer consumer() {
      return new StreamConsumer(
          name, arn, created, TreePMap.from(tags), HashTreePMap.empty(), policy);
    }
  }

  /// A shard without its records.
  ///
  /// @param first the place of the oldest record that is kept, or of the next one
  /// @param latestMillis the arrival of the youngest record there ever was
  record ShardDocument(
      int number,
      @Nullable Integer parent,
      @Nullable Integer adjacentParent,
      BigInteger start,
      BigInteger end,
      long created,
      Instant opened,
      @Nullable Instant closed,
      long first,
      long latestMillis) {

    static ShardDocument of(Shard shard) {
      return new ShardDocument(
          shard.number(),
          shard.parent(),
          shard.adjacentParent(),
          shard.range().start(),
          shard.range().end(),
          shard.created(),
          shard.opened(),
          shard.closed(),
          shard.log().first(),
          shard.log().latestMillis());
    }

    Shard with(RecordLog log) {
      return new Shard(
          number, parent, adjacentParent, new HashRange(start, end), created, opened, closed, log);
    }
  }

  static StreamDocument of(DataStream stream) {
    return new StreamDocument(
        stream.name(),
        stream.arn(),
        stream.created(),
        SettingsDocument.of(stream.settings()),
        consumers(stream),
        stream.shards().values().stream().map(ShardDocument::of).toList(),
        stream.nextShard());
  }

  /// The stream with its shards.
  DataStream with(List<Shard> complete) {
    var byNumber = TreePMap.<Integer, Shard>empty();
    var open = TreePMap.<BigInteger, Integer>empty();
    for (var shard : complete) {
      byNumber = byNumber.plus(shard.number(), shard);
      if (shard.isOpen()) {
        open = open.plus(shard.range().start(), shard.number());
      }
    }
    var registered = TreePMap.<String, StreamConsumer>empty();
    for (var consumer : consumers) {
      registered = registered.plus(consumer.name(), consumer.consumer());
    }
    return new DataStream(
        name, arn, created, settings.settings(), registered, byNumber, open, nextShard);
  }

  private static List<ConsumerDocument> consumers(DataStream stream) {
    return stream.consumers().values().stream().map(ConsumerDocument::of).toList();
  }

  /// Whether two forms of one stream differ in more than records.
  static boolean differs(DataStream before, DataStream after) {
    return before.nextShard() != after.nextShard()
        || !Same.as(before.open(), after.open())
        || before.shards().size() != after.shards().size()
        || !before.settings().equals(after.settings())
        || !consumers(before).equals(consumers(after));
  }
}
