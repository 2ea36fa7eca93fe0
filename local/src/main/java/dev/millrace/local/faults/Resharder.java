package dev.millrace.local.faults;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Shard;

/// Splits and merges the shards of streams.
final class Resharder {

  private final KinesisClient kinesis;

  Resharder(KinesisClient kinesis) {
    this.kinesis = kinesis;
  }

  /// Splits a shard that is wide enough in the middle; false if none is.
  boolean split(String stream, Dice dice) {
    var wide = open(stream).stream().filter(shard -> middle(shard).isPresent()).toList();
    if (wide.isEmpty()) {
      return false;
    }
    var chosen = wide.get(dice.below(1, wide.size()));
    kinesis.splitShard(split ->
        split
            .streamName(stream)
            .shardToSplit(chosen.shardId())
            .newStartingHashKey(middle(chosen).orElseThrow().toString()));
    return true;
  }

  /// Merges two neighbours; false if there is but one shard.
  boolean merge(String stream, Dice dice) {
    var open = open(stream);
    if (open.size() < 2) {
      return false;
    }
    var first = dice.below(1, open.size() - 1);
    kinesis.mergeShards(merge ->
        merge
            .streamName(stream)
            .shardToMerge(open.get(first).shardId())
            .adjacentShardToMerge(open.get(first + 1).shardId()));
    return true;
  }

  /// By their ranges, so that neighbours stand side by side.
  private List<Shard> open(String stream) {
    return kinesis.listShards(list -> list.streamName(stream)).shards().stream()
        .filter(shard -> shard.sequenceNumberRange().endingSequenceNumber() == null)
        .sorted(Comparator.comparing(Resharder::start))
        .toList();
  }

  private static Optional<BigInteger> middle(Shard shard) {
    var end = new BigInteger(shard.hashKeyRange().endingHashKey());
    return Optional.of(start(shard).add(end).add(BigInteger.ONE).shiftRight(1))
        .filter(middle -> middle.compareTo(start(shard)) > 0 && middle.compareTo(end) <= 0);
  }

  private static BigInteger start(Shard shard) {
    return new BigInteger(shard.hashKeyRange().startingHashKey());
  }
}
