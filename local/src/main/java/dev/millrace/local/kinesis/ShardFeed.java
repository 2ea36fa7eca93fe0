package dev.millrace.local.kinesis;

import dev.millrace.local.gateway.AwsException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How far a subscription to a shard has come, and what it sends next. Immutable.
///
/// @param place of the first record it has not sent
record ShardFeed(String consumerArn, int shard, long place) {

  /// Large enough for few events, small enough that a reader gets something soon.
  static final long MOST_BYTES = 2L << 20;

  /// What can be said to the subscriber.
  sealed interface Next {

    /// Records.
    record More(Event event, ShardFeed then) implements Next {}

    /// Nothing new; the event has no records and says where the shard stands.
    record Nothing(Event event) implements Next {}

    /// The shard's last records, if any, and its children.
    record Last(Event event) implements Next {}

    /// The consumer, the stream or the shard is gone.
    record Gone(AwsException why) implements Next {}
  }

  /// The API's `SubscribeToShardEvent`.
  ///
  /// @param continuationSequenceNumber where a new subscription goes on, `AT` or `AFTER` it alike;
  ///   null at the shard's end
  /// @param childShards given at the shard's end
  record Event(
      List<GetRecords.Item> records,
      @Nullable String continuationSequenceNumber,
      long millisBehindLatest,
      @Nullable List<GetRecords.Child> childShards) {}

  /// @param now for the event's times
  Next next(KinesisState state, Instant now) {
    try {
      var stream = Registration.find(state, consumerArn, now).stream();
      var from = stream.shards().get(shard);
      return from == null
          ? new Next.Gone(Refusal.noShard(state, stream, Shard.id(shard)))
          : next(stream, Slice.read(from, place, GetRecords.MOST_RECORDS, MOST_BYTES), now);
    } catch (AwsException e) {
      return new Next.Gone(e);
    }
  }

  private Next next(DataStream stream, Slice slice, Instant now) {
    if (slice.ends()) {
      var children = stream.children(slice.shard()).stream().map(GetRecords.Child::of).toList();
      return new Next.Last(new Event(slice.items(), null, 0, children));
    }
    var continuation = slice.shard().continuation(slice.next(), now);
    var event = new Event(slice.items(), continuation, slice.behind(now), null);
    return slice.items().isEmpty()
        ? new Next.Nothing(event)
        : new Next.More(event, new ShardFeed(consumerArn, shard, slice.next()));
  }
}
