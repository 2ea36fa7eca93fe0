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
    checkMembers(request);
    long place =
        switch (request.shardIteratorType()) {
          case TRIM_HORIZON -> shard.log().first();
          case LATEST -> shard.log().next();
          case AT_SEQUENCE_NUMBER -> named(state, stream, shard, request);
          case AFTER_SEQUENCE_NUMBER -> {
            long at = named(state, stream, shard, request);
            yield at == Long.MAX_VALUE ? at : at + 1;
          }
          case AT_TIMESTAMP -> at(shard, request.timestamp(), now);
        };
    long within = Math.clamp(place, shard.log().first(), shard.log().next());
    var iterator = ShardIterator.at(stream, shard, within, now);
    return Step.of(state.with(stream), new Response(iterator.toString()));
  }

  private static void checkMembers(Request request) {
    var type = request.shardIteratorType();
    boolean bySequence = type == Type.AT_SEQUENCE_NUMBER || type == Type.AFTER_SEQUENCE_NUMBER;
    check(type, "StartingSequenceNumber", bySequence, request.startingSequenceNumber() != null);
    check(type, "Timestamp", type == Type.AT_TIMESTAMP, request.timestamp() != null);
  }

  private static void check(Type type, String member, boolean needed, boolean given) {
    if (needed != given) {
      throw Refusal.argument(
          "ShardIteratorType %s %s %s",
          type, needed ? "requires the member" : "does not take the member", member);
    }
  }

  private static long named(KinesisState state, DataStream stream, Shard shard, Request request) {
    var number = String.valueOf(request.startingSequenceNumber());
    return shard
        .place(number)
        .orElseThrow(() ->
            Refusal.argument(
                "StartingSequenceNumber %s used in GetShardIterator on shard %s in stream %s"
                    + " under account %s is invalid because it did not come from this shard.",
                number, shard.id(), stream.name(), state.account()));
  }

  private static long at(Shard shard, @Nullable Instant time, Instant now) {
    if (time == null || time.isAfter(now)) {
      throw Refusal.argument(
          "The timestampInMillis parameter cannot be greater than the currentTimestampInMillis."
              + " timestampInMillis: %s, currentTimestampInMillis: %d",
          time == null ? "null" : time.toEpochMilli(), now.toEpochMilli());
    }
    return shard.log().firstAt(time.toEpochMilli());
  }
}
