package dev.millrace.benchmarks.scale;

import dev.millrace.benchmarks.scale.Consumer.Reading;
import dev.millrace.benchmarks.scale.Svg.Axis;
import dev.millrace.benchmarks.scale.Svg.Point;
import dev.millrace.benchmarks.scale.Svg.Series;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// The charts of `docs/scale.md`: formulas as lines, simulations as points.
final class Curves {

  private static final Duration WARM = Duration.ofSeconds(20);
  private static final Duration END = Duration.ofSeconds(80);

  private Curves() {}

  /// By the names of their files.
  static Map<String, Svg> all() {
    return Map.of(
        "throughput.svg", throughput(),
        "age.svg", age(),
        "hot-keys.svg", hotKeys(),
        "consumers.svg", consumers(),
        "busy-users.svg", busyUsers());
  }

  private static Svg throughput() {
    var series = new ArrayList<Series>();
    for (var millis : List.of(20, 100, 500)) {
      var function = new FunctionTime(Duration.ofMillis(millis), Duration.ofNanos(200_000));
      DoubleUnaryOperator formula = size -> Limits.processed((int) size, 1, function);
      var points =
          DoubleStream.of(1, 5, 20, 100, 500)
              .mapToObj(size -> new Point(size, worked((int) size, function)))
              .toList();
      series.add(
          new Series(
              "a call takes %d ms and 0.2 ms a record, ParallelizationFactor 1".formatted(millis),
              curve(
                  IntStream.rangeClosed(0, 60).mapToDouble(i -> Math.rint(Math.pow(10, i / 20.0))),
                  formula),
              points));
    }
    series.add(
        new Series(
            "what a shard takes: 1,000 records/s",
            List.of(new Point(1, 1000), new Point(1000, 1000)),
            List.of()));
    return new Svg(
        "What one shard's mapping works off",
        new Axis("BatchSize", List.of(1.0, 10.0, 100.0, 1000.0), true),
        new Axis("records/s", List.of(1.0, 10.0, 100.0, 1000.0, 10_000.0), true),
        series);
  }

  private static double worked(int size, FunctionTime function) {
    var backlog = (int) (2 * Limits.processed(size, 1, function) * END.toSeconds());
    return new Scenario()
        .recordBytes(100)
        .backlog(backlog)
        .batchSize(size)
        .function(function)
        .run(WARM, END)
        .recordsPerSecond();
  }

  private static Svg age() {
    var function = FunctionTime.ofMillis(200);
    var processed = Limits.processed(100, 1, function);
    var series = new ArrayList<Series>();
    for (var offered : List.of(400.0, 600.0, 800.0, 1000.0)) {
      var answers =
          new Scenario()
              .perSecond(offered)
              .function(function)
              .run(Duration.ZERO, Duration.ofMinutes(10));
      var seen = answers.answers().toList();
      var points =
          IntStream.rangeClosed(1, 10)
              .mapToObj(minute ->
                  seen.stream().filter(answer -> answer.at() <= 60 * minute).toList().getLast())
              .map(answer -> new Point(answer.at(), answer.age()))
              .toList();
      DoubleUnaryOperator formula = time -> time * Limits.ageGrowth(offered, processed);
      series.add(
          new Series(
              "%.0f records/s come, %.0f are worked off".formatted(offered, processed),
              curve(DoubleStream.of(0, 600), formula),
              points));
    }
    return new Svg(
        "Age of the records that are worked off (IteratorAge)",
        new Axis("seconds", List.of(0.0, 120.0, 240.0, 360.0, 480.0, 600.0), false),
        new Axis("seconds", List.of(0.0, 100.0, 200.0, 300.0), false),
        series);
  }

  private static Svg hotKeys() {
    var series = new ArrayList<Series>();
    for (var shards : List.of(1000, 1300)) {
      DoubleUnaryOperator formula =
          s -> Limits.accepted(1e6, Limits.shardShares(new Zipf(100_000, s), shards)) / 1e6;
      var points =
          DoubleStream.of(0, 0.5, 1, 1.5)
              .mapToObj(s -> new Point(s, taken(s, shards) / 1e6))
              .toList();
      series.add(
          new Series(
              "%,d shards, 100,000 keys".formatted(shards),
              curve(IntStream.rangeClosed(0, 30).mapToDouble(i -> i / 20.0), formula),
              points));
    }
    return new Svg(
        "What a stream takes of 1,000,000 records/s",
        new Axis(
            "Zipf exponent of the partition keys",
            List.of(0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5),
            false),
        new Axis("share that is taken", List.of(0.0, 0.2, 0.4, 0.6, 0.8, 1.0), false),
        series);
  }

  private static double taken(double s, int shards) {
    var keys = new Zipf(100_000, s);
    return Producers.accepted(1e6, keys, shards, Duration.ofSeconds(12), Duration.ofSeconds(2));
  }

  private static Svg consumers() {
    var series = new ArrayList<Series>();
    for (var reading : Reading.values()) {
      DoubleUnaryOperator formula =
          count -> Checks.ofAFullShard((int) count, reading) / Limits.taken(Checks.FULL);
      var points =
          IntStream.rangeClosed(1, 6)
              .mapToObj(count -> new Point(count, read(count, reading)))
              .toList();
      var name =
          switch (reading) {
            case POLLED -> "polled: they share 2 MiB/s and 5 calls/s";
            case PUSHED -> "pushed (enhanced fan-out): 2 MiB/s each";
          };
      series.add(
          new Series(name, curve(IntStream.rangeClosed(1, 6).asDoubleStream(), formula), points));
    }
    return new Svg(
        "What each mapping gets of a shard that takes 1 MiB/s",
        new Axis("mappings that read the shard", List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0), false),
        new Axis("share of the records", List.of(0.0, 0.2, 0.4, 0.6, 0.8, 1.0), false),
        series);
  }

  private static double read(int count, Reading reading) {
    var result = Checks.full(count, reading).run(WARM, Duration.ofMinutes(5));
    return result.recordsPerSecond() / Limits.taken(Checks.FULL);
  }

  private static Svg busyUsers() {
    var series = new ArrayList<Series>();
    for (var share : List.of(0.0001, 0.001, 0.01)) {
      DoubleUnaryOperator formula = size -> Limits.writes(1e6, (int) size, share);
      var points =
          DoubleStream.of(10, 100, 1000, 10_000)
              .mapToObj(size -> new Point(size, written((int) size, share)))
              .toList();
      series.add(
          new Series(
              "a user with %s %% of all changes".formatted(share * 100),
              curve(
                  IntStream.rangeClosed(20, 80).mapToDouble(i -> Math.pow(10, i / 20.0)), formula),
              points));
    }
    series.add(
        new Series(
            "what an item takes in transactions: 500 writes/s",
            List.of(new Point(10, 500), new Point(10_000, 500)),
            List.of()));
    return new Svg(
        "Writes of one user's total at 1,000,000 changes/s",
        new Axis("BatchSize", List.of(10.0, 100.0, 1000.0, 10_000.0), true),
        new Axis("writes/s", List.of(10.0, 100.0, 1000.0, 10_000.0, 100_000.0), true),
        series);
  }

  private static double written(int size, double share) {
    var hold = Duration.ofMillis(10);
    return BusyUser.simulated(1e6, size, share, hold, Duration.ofSeconds(10)).writes();
  }

  private static List<Point> curve(DoubleStream xs, DoubleUnaryOperator formula) {
    return xs.mapToObj(x -> new Point(x, formula.applyAsDouble(x))).toList();
  }
}
