package dev.millrace.benchmarks.scale;

import dev.millrace.benchmarks.scale.Consumer.Reading;
import dev.millrace.local.mapping.VirtualShard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What is simulated: shards of one stream, the records put to each, and mappings that read them.
///
/// Unless something else is set, one shard is polled by one mapping, in batches of up to 100
/// records, each of which takes the function 100 ms.
final class Scenario {

  private static final Duration TICK = Duration.ofMillis(10);

  private int shards = 1;
  private int backlog;
  private double perSecond;
  private int recordBytes = 250;
  private Zipf keys = new Zipf(10_000, 0);
  private int consumers = 1;
  private Reading reading = Reading.POLLED;
  private int batchSize = 100;
  private Duration batchingWindow = Duration.ZERO;
  private int parallelizationFactor = 1;
  private FunctionTime function = FunctionTime.ofMillis(100);
  private int concurrency = Integer.MAX_VALUE;

  Scenario shards(int value) {
    shards = value;
    return this;
  }

  /// Records of each shard at the start.
  Scenario backlog(int value) {
    backlog = value;
    return this;
  }

  /// Records put to each shard a second, at even intervals.
  Scenario perSecond(double value) {
    perSecond = value;
    return this;
  }

  /// Of data and partition key.
  Scenario recordBytes(int value) {
    recordBytes = value;
    return this;
  }

  Scenario keys(Zipf value) {
    keys = value;
    return this;
  }

  /// How many mappings read each shard.
  Scenario consumers(int value) {
    consumers = value;
    return this;
  }

  Scenario reading(Reading value) {
    reading = value;
    return this;
  }

  Scenario batchSize(int value) {
    batchSize = value;
    return this;
  }

  Scenario batchingWindow(Duration value) {
    batchingWindow = value;
    return this;
  }

  Scenario parallelizationFactor(int value) {
    parallelizationFactor = value;
    return this;
  }

  Scenario function(FunctionTime value) {
    function = value;
    return this;
  }

  /// How many invocations of one function run at a time, over all shards.
  Scenario concurrency(int value) {
    concurrency = value;
    return this;
  }

  /// Runs it from the start.
  ///
  /// @param from what happens earlier does not count
  Result run(Duration from, Duration until) {
    var time = new Timeline();
    var pools = Stream.generate(() -> new Pool(concurrency)).limit(consumers).toList();
    var all = new ArrayList<Consumer>();
    for (var number = 0; number < shards; number++) {
      var shard = filled(time, number);
      for (var i = 0; i < consumers; i++) {
        var mapping = new VirtualShard(batchSize, batchingWindow, parallelizationFactor);
        var seed = (long) number * consumers + i;
        var consumer = new Consumer(time, shard, mapping, function, pools.get(i), seed);
        consumer.start(reading);
        all.add(consumer);
      }
    }
    time.runUntil(until);
    return new Result(from.toNanos() / 1e9, until.toNanos() / 1e9, consumers, List.copyOf(all));
  }

  private StreamShard filled(Timeline time, int number) {
    var shard = new StreamShard(time, recordBytes);
    var key = keys.supplier(number);
    for (var i = 0; i < backlog; i++) {
      shard.putBefore(key.get());
    }
    if (perSecond > 0) {
      var put = new int[1];
      time.every(
          TICK,
          () -> {
            for (; put[0] < perSecond * time.seconds(); put[0]++) {
              shard.put(key.get());
            }
          });
    }
    return shard;
  }
}
