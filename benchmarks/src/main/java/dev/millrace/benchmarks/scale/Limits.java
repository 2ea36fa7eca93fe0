package dev.millrace.benchmarks.scale;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.ToIntFunction;
import java.util.zip.CRC32;

/// Closed formulas of what a shard and its mappings can do, in records a second unless said.
final class Limits {

  private static final int LOOK_AHEAD = 1000;

  private Limits() {}

  /// What a shard takes.
  static double taken(int recordBytes) {
    return Math.min(StreamShard.RECORDS_IN, (double) StreamShard.BYTES_IN / recordBytes);
  }

  /// What a function works off from one shard if every batch is full.
  static double processed(int batchSize, int parallelizationFactor, FunctionTime function) {
    return batchSize * parallelizationFactor / function.seconds(batchSize);
  }

  /// What a mapping that is behind reads of one shard, because it reads no further ahead than this
  /// for each lane. AWS's look-ahead is not published; this is the local engine's.
  static double readAhead(int batchSize, int parallelizationFactor) {
    return (double) StreamShard.READS_OUT * Math.max(batchSize, LOOK_AHEAD) * parallelizationFactor;
  }

  /// Invocations a second of a batching window that ends before the batch is full. The next one
  /// opens when the function has answered.
  static double calls(Duration batchingWindow, FunctionTime function, int records) {
    return 1 / (batchingWindow.toNanos() / 1e9 + function.seconds(records));
  }

  /// What each of several mappings can poll from one shard.
  static double polled(int consumers, int recordBytes) {
    return (double) StreamShard.BYTES_OUT / recordBytes / consumers;
  }

  /// What a consumer with enhanced fan-out is pushed, however many there are.
  static double pushed(int recordBytes) {
    return (double) StreamShard.BYTES_OUT / recordBytes;
  }

  /// How often a second each of several mappings that are not behind can poll a shard.
  static double polls(int consumers) {
    return Math.min(1, (double) StreamShard.READS_OUT / consumers);
  }

  /// Seconds by which the age of a shard's records grows in a second.
  static double ageGrowth(double offered, double processed) {
    return Math.max(0, 1 - processed / offered);
  }

  /// What the lanes of a shard work off when one of them has more than its part: they all wait for
  /// it once the records that are read ahead are its own.
  ///
  /// @param share of all records that the busiest lane has
  static double processedUnevenly(int batchSize, double share, FunctionTime function) {
    return batchSize / function.seconds(batchSize) / share;
  }

  /// What one function works off from many shards.
  static double processedBy(int concurrency, int batchSize, FunctionTime function) {
    return concurrency * batchSize / function.seconds(batchSize);
  }

  /// How often a second batches write the total of a user, each once.
  ///
  /// @param share of all changes that the user has
  static double writes(double perSecond, int batchSize, double share) {
    return perSecond / batchSize * (1 - Math.pow(1 - share, batchSize));
  }

  /// The share of transactions that find another one holding their item: Erlang's formula for one
  /// server without a queue.
  static double conflicts(double writes, Duration hold) {
    var busy = writes * hold.toNanos() / 1e9;
    return busy / (1 + busy);
  }

  /// What a stream takes of what is offered, if producers give up what is refused.
  ///
  /// @param shares of all records, for each shard
  static double accepted(double offered, double[] shares) {
    return Arrays.stream(shares)
        .map(share -> Math.min(StreamShard.RECORDS_IN, offered * share))
        .sum();
  }

  /// What a stream can be offered before its busiest shard refuses anything.
  static double withoutRefusal(double[] shares) {
    return StreamShard.RECORDS_IN / Arrays.stream(shares).max().orElseThrow();
  }

  /// The same as an estimate, for keys that are alike: shards get different numbers of them.
  static double withoutRefusal(int shards, int keys) {
    var busiest = 1 + Math.sqrt(2 * Math.log(shards) * shards / keys);
    return StreamShard.RECORDS_IN * shards / busiest;
  }

  /// How keys share themselves out over shards of equal ranges.
  static double[] shardShares(Zipf keys, int shards) {
    return shares(keys, shards, key -> shard(key, shards));
  }

  /// How keys share themselves out over the lanes of a shard.
  static double[] laneShares(Zipf keys, int lanes) {
    return shares(keys, lanes, key -> lane(key, lanes));
  }

  private static double[] shares(Zipf keys, int parts, ToIntFunction<String> part) {
    var shares = new double[parts];
    for (var n = 0; n < keys.keys(); n++) {
      shares[part.applyAsInt(Zipf.key(n))] += keys.share(n);
    }
    return shares;
  }

  /// By the first 63 bits of the key's MD5, as Kinesis does with all 128.
  static int shard(String key, int shards) {
    try {
      var hash = MessageDigest.getInstance("MD5").digest(key.getBytes(UTF_8));
      var first = 0L;
      for (var i = 0; i < Long.BYTES; i++) {
        first = first << 8 | (hash[i] & 0xff);
      }
      return (int) Math.multiplyHigh(first >>> 1, 2L * shards);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }

  /// As the local mapping engine does; AWS's way is not published.
  private static int lane(String key, int lanes) {
    var crc = new CRC32();
    crc.update(key.getBytes(UTF_8));
    return Math.floorMod((int) crc.getValue(), lanes);
  }
}
