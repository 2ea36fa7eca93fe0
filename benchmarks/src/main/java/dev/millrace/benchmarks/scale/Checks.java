package dev.millrace.benchmarks.scale;

import static java.util.Locale.ROOT;

import dev.millrace.benchmarks.scale.Consumer.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Everything that the simulation and the formulas must agree on.
final class Checks {

  private static final String RATE = "records/s";
  private static final String EACH = "records/s each";

  /// Bytes of a record with which a shard is full before it has 1,000 records a second.
  static final int FULL = 2048;

  private static final Duration WARM = Duration.ofSeconds(20);
  private static final Duration END = Duration.ofSeconds(80);
  private static final Duration LATE = Duration.ofSeconds(400);

  private Checks() {}

  static List<Check> all() {
    var checks = new ArrayList<Check>();
    checks.addAll(batches());
    checks.addAll(lanes());
    checks.addAll(intake());
    checks.addAll(ages());
    checks.addAll(windows());
    checks.addAll(consumers());
    checks.addAll(hotKeys());
    checks.addAll(concurrency());
    checks.addAll(busyUsers());
    return checks;
  }

  /// One shard that holds more than enough, by size of batch and time of the function.
  private static List<Check> batches() {
    var checks = new ArrayList<Check>();
    for (var size : List.of(1, 10, 100, 1000)) {
      for (var perRecord : List.of(0, 1)) {
        var function = new FunctionTime(Duration.ofMillis(50), Duration.ofMillis(perRecord));
        var formula = Math.min(Limits.processed(size, 1, function), Limits.readAhead(size, 1));
        var result = backlog(formula).batchSize(size).function(function).run(WARM, END);
        var what =
            "backlog, BatchSize %d, function 50 ms + %d ms a record".formatted(size, perRecord);
        checks.add(new Check(what, RATE, result.recordsPerSecond(), formula, 0.02));
      }
    }
    var large = backlog(2 * Limits.pushed(FULL)).recordBytes(FULL).batchSize(1000);
    checks.add(
        new Check(
            "backlog of records of 2,048 bytes, BatchSize 1000, function 100 ms",
            RATE,
            large.run(WARM, END).recordsPerSecond(),
            Limits.polled(1, FULL),
            0.05));
    return checks;
  }

  private static Scenario backlog(double perSecond) {
    return new Scenario().recordBytes(100).backlog((int) (1.5 * perSecond * END.toSeconds()));
  }

  /// The same with more lanes, whose keys are alike: what one has more than another fits into the
  /// look-ahead for so long.
  private static List<Check> lanes() {
    var checks = new ArrayList<Check>();
    for (var factor : List.of(2, 5, 10)) {
      var function = FunctionTime.ofMillis(200);
      var formula = Limits.processed(100, factor, function);
      var result = backlog(formula).parallelizationFactor(factor).function(function).run(WARM, END);
      var what =
          "backlog, BatchSize 100, function 200 ms, ParallelizationFactor %d".formatted(factor);
      checks.add(new Check(what, RATE, result.recordsPerSecond(), formula, 0.02));
    }
    return checks;
  }

  /// What a shard takes of 3,000 records a second, by their size.
  private static List<Check> intake() {
    var checks = new ArrayList<Check>();
    for (var bytes : List.of(250, 2048, 10_240)) {
      var fast = FunctionTime.ofMillis(10);
      var result = new Scenario().perSecond(3000).recordBytes(bytes).function(fast).run(WARM, END);
      var what = "a shard is offered 3,000 records/s of %,d bytes".formatted(bytes);
      checks.add(new Check(what, RATE, result.recordsPerSecond(), Limits.taken(bytes), 0.02));
    }
    return checks;
  }

  /// By how much the age of records grows if more come than are worked off.
  private static List<Check> ages() {
    var checks = new ArrayList<Check>();
    for (var offered : List.of(625.0, 750.0, 1000.0)) {
      var function = FunctionTime.ofMillis(200);
      var processed = Limits.processed(100, 1, function);
      var result = new Scenario().perSecond(offered).function(function).run(WARM, END);
      var what = "IteratorAge grows: %.0f records/s come, %.0f go".formatted(offered, processed);
      checks.add(
          new Check(what, "s/s", result.ageGrowth(), Limits.ageGrowth(offered, processed), 0.03));
    }
    return checks;
  }

  /// Fifty records a second, and a window that ends before the batch is full.
  private static List<Check> windows() {
    var checks = new ArrayList<Check>();
    for (var seconds : List.of(2, 5, 20)) {
      var window = Duration.ofSeconds(seconds);
      var function = FunctionTime.ofMillis(100);
      var result =
          new Scenario().perSecond(50).batchSize(10_000).batchingWindow(window).run(WARM, LATE);
      var what = "batching window of %d s, function 100 ms".formatted(seconds);
      var formula = Limits.calls(window, function, 0);
      checks.add(new Check(what, "calls/s", result.callsPerSecond(), formula, 0.03));
    }
    return checks;
  }

  /// Several mappings on one shard at its limit of 1 MiB/s, polled and pushed. What is refused is
  /// asked for again a little late, so that some of the shard's quota is left over.
  private static List<Check> consumers() {
    var checks = new ArrayList<Check>();
    for (var count : List.of(1, 2, 3, 5)) {
      for (var reading : Reading.values()) {
        var result = full(count, reading).run(WARM, END);
        var what =
            "full shard, mappings: %d, %s".formatted(count, reading.name().toLowerCase(ROOT));
        checks.add(
            new Check(what, EACH, result.recordsPerSecond(), ofAFullShard(count, reading), 0.05));
      }
    }
    for (var count : List.of(3, 5, 8, 16)) {
      var result = new Scenario().perSecond(100).consumers(count).run(WARM, END);
      var what = "idle shard, mappings: %d, polled".formatted(count);
      checks.add(
          new Check(what, "reads/s each", result.readsPerSecond(), Limits.polls(count), 0.05));
    }
    return checks;
  }

  static Scenario full(int consumers, Reading reading) {
    return new Scenario()
        .perSecond(Limits.taken(FULL))
        .recordBytes(FULL)
        .consumers(consumers)
        .reading(reading)
        .batchSize(500)
        .function(FunctionTime.ofMillis(10));
  }

  static double ofAFullShard(int consumers, Reading reading) {
    var limit =
        switch (reading) {
          case POLLED -> Limits.polled(consumers, FULL);
          case PUSHED -> Limits.pushed(FULL);
        };
    return Math.min(Limits.taken(FULL), limit);
  }

  /// Keys with Zipf shares: over the lanes of a shard, and over the shards of a stream.
  private static List<Check> hotKeys() {
    var checks = new ArrayList<Check>();
    for (var s : List.of(0.8, 1.0, 1.5)) {
      var keys = new Zipf(1000, s);
      var function = FunctionTime.ofMillis(100);
      var formula = Limits.processedUnevenly(100, most(Limits.laneShares(keys, 10)), function);
      var result =
          backlog(formula)
              .keys(keys)
              .parallelizationFactor(10)
              .function(function)
              .run(END.dividedBy(2), END);
      var what =
          "backlog, keys Zipf %.1f, BatchSize 100, function 100 ms, ParallelizationFactor 10"
              .formatted(s);
      checks.add(new Check(what, RATE, result.recordsPerSecond(), formula, 0.05));
    }
    for (var s : List.of(0.0, 0.5, 1.0, 1.5)) {
      var keys = new Zipf(2000, s);
      var offered = 20_000.0;
      var taken = Producers.accepted(offered, keys, 20, Duration.ofSeconds(30), WARM);
      var formula = Limits.accepted(offered, Limits.shardShares(keys, 20));
      var what = "20 shards are offered 20,000 records/s, keys Zipf %.1f".formatted(s);
      checks.add(new Check(what, RATE, taken, formula, 0.02));
    }
    for (var keys : List.of(100_000, 1_000_000)) {
      var counted = Limits.withoutRefusal(Limits.shardShares(new Zipf(keys, 0), 1200));
      var formula = Limits.withoutRefusal(1200, keys);
      var what = "1,200 shards, %,d keys that are alike: nothing refused up to".formatted(keys);
      checks.add(new Check(what, RATE, counted, formula, 0.05));
    }
    return checks;
  }

  private static List<Check> concurrency() {
    var function = FunctionTime.ofMillis(200);
    var result = backlog(500).shards(20).concurrency(8).function(function).run(WARM, END);
    var formula = Limits.processedBy(8, 100, function);
    var what = "backlog of 20 shards, 8 invocations at a time, BatchSize 100, function 200 ms";
    return List.of(new Check(what, RATE, result.recordsPerSecond(), formula, 0.02));
  }

  /// A thousandth of a million changes a second are one user's.
  private static List<Check> busyUsers() {
    var checks = new ArrayList<Check>();
    var hold = Duration.ofMillis(10);
    for (var size : List.of(100, 1000, 10_000)) {
      var user = BusyUser.simulated(1e6, size, 0.001, hold, Duration.ofSeconds(20));
      var writes = Limits.writes(1e6, size, 0.001);
      var what = "a user with 0.1 %% of 1,000,000 changes/s, BatchSize %,d".formatted(size);
      checks.add(new Check(what, "writes/s", user.writes(), writes, 0.05));
      checks.add(
          new Check(what, "in conflict", user.conflicts(), Limits.conflicts(writes, hold), 0.05));
    }
    return checks;
  }

  static double most(double[] shares) {
    return Arrays.stream(shares).max().orElseThrow();
  }
}
