package dev.millrace.local.kinesis;

import dev.millrace.local.gateway.AwsAction.NoResult;
import java.math.BigInteger;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Splits a shard in two at a hash key. Takes effect at once.
final class SplitShard {

  private static final Pattern HASH_KEY = Pattern.compile("0|([1-9]\\d{0,38})");

  private SplitShard() {}

  record Request(
      @Nullable String streamName,
      @Nullable String streamARN,
      String shardToSplit,
      String newStartingHashKey) {}

  static Step<NoResult> apply(KinesisState state, Request request, Instant now) {
    var stream = state.stream(request.streamName(), request.streamARN(), now);
    var shard = Eligible.shard(state, stream, request.shardToSplit(), "SplitShard");
    var hash = hash(request.newStartingHashKey());
    var range = shard.range();
    if (hash.compareTo(range.start().add(BigInteger.ONE)) <= 0
        || hash.compareTo(range.end()) >= 0) {
      throw Refusal.argument(
          "NewStartingHashKey %s used in SplitShard() on shard %s in stream %s under account %s is"
              + " not both greater than one plus the shard's StartingHashKey %s and less than the"
              + " shard's EndingHashKey %s.",
          hash, shard.id(), stream.name(), state.account(), range.start(), range.end());
    }
    var split = Resharding.split(stream, shard, hash, now);
    return new Step<>(state.with(split), new NoResult(), stream.arn());
  }

  private static BigInteger hash(String text) {
    if (!HASH_KEY.matcher(text).matches()) {
      throw Refusal.constraint(
          text,
          "newStartingHashKey",
          "Member must satisfy regular expression pattern: " + HASH_KEY);
    }
    return new BigInteger(text);
  }
}
