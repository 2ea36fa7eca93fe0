package dev.millrace.benchmarks.scale;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;

/// Producers that put records of many keys to a stream, and give up what it refuses.
final class Producers {

  private static final int TICKS_PER_SECOND = 100;
  private static final int RECORD_BYTES = 250;

  private Producers() {}

  /// What the stream takes a second, once its shards have used up what they had saved.
  static double accepted(double offered, Zipf keys, int shards, Duration warm, Duration span) {
    var time = new Timeline();
    var stream =
        IntStream.range(0, shards).mapToObj(_ -> new StreamShard(time, RECORD_BYTES)).toList();
    var shardOf =
        IntStream.range(0, keys.keys())
            .mapToObj(n -> stream.get(Limits.shard(Zipf.key(n), shards)))
            .toArray(StreamShard[]::new);
    var random = new Random(1);
    var taken = new long[1];
    time.every(
        Duration.ofSeconds(1).dividedBy(TICKS_PER_SECOND),
        () -> {
          for (var i = 0; i < offered / TICKS_PER_SECOND; i++) {
            if (shardOf[keys.draw(random)].takes()) {
              taken[0]++;
            }
          }
        });
    time.runUntil(warm);
    var before = taken[0];
    time.runUntil(warm.plus(span));
    return (taken[0] - before) / (span.toNanos() / 1e9);
  }
}
