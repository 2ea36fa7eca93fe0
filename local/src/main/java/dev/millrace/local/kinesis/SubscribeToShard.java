package dev.millrace.local.kinesis;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Subscribes a consumer to a shard's records.
final class SubscribeToShard {

  private SubscribeToShard() {}

  record Request(String consumerARN, String shardId, Position startingPosition) {}

  record Position(
      GetShardIterator.Type type, @Nullable String sequenceNumber, @Nullable Instant timestamp) {}

  static Step<ShardFeed> apply(KinesisState state, Request request, Instant now) {
    var found = Registration.find(state, request.consumerARN(), now);
    var stream = found.stream();
    var shard =
        stream
            .shard(request.shardId())
            .orElseThrow(() -> Refusal.noShard(state, stream, request.shardId()));
    var position = request.startingPosition();
    var start =
        new StartingPlace(
            "SubscribeToShard",
            "SequenceNumber",
            position.type(),
            position.sequenceNumber(),
            position.timestamp());
    long place = start.in(state, stream, shard, now);
    var consumer = found.consumer().subscribe(shard, now);
    return Step.of(
        state.with(stream.with(consumer)), new ShardFeed(consumer.arn(), shard.number(), place));
  }
}
