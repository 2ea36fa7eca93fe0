package dev.millrace.local.kinesis;

import java.time.Duration;
import java.time.Instant;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PSortedMap;

/// A consumer that is registered with a stream, and may subscribe to its shards. Immutable.
///
/// @param subscribed when it last subscribed to a shard, by the shard's number
record StreamConsumer(
    String name,
    String arn,
    Instant created,
    PSortedMap<String, String> tags,
    PMap<Integer, Instant> subscribed) {

  /// How soon a consumer may subscribe to the same shard again.
  static final Duration PAUSE = Duration.ofSeconds(5);

  /// A consumer as the API lists it.
  record Wire(
      String consumerName,
      String consumerARN,
      String consumerStatus,
      Instant consumerCreationTimestamp) {}

  static StreamConsumer register(
      DataStream stream, String name, PSortedMap<String, String> tags, Instant now) {
    var arn = "%s/consumer/%s:%d".formatted(stream.arn(), name, now.getEpochSecond());
    return new StreamConsumer(name, arn, now, tags, HashTreePMap.empty());
  }

  /// The same consumer after it subscribed to a shard.
  ///
  /// @throws dev.millrace.local.gateway.AwsException if it has done so less than [#PAUSE] ago
  StreamConsumer subscribe(Shard shard, Instant now) {
    var last = subscribed.get(shard.number());
    if (last != null && now.isBefore(last.plus(PAUSE))) {
      throw Refusal.subscribed(arn, shard.number());
    }
    return new StreamConsumer(name, arn, created, tags, subscribed.plus(shard.number(), now));
  }

  Wire wire() {
    return new Wire(name, arn, "ACTIVE", created);
  }
}
