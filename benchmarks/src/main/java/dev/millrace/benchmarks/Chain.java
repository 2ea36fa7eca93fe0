package dev.millrace.benchmarks;

import dev.millrace.local.lambda.FunctionMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/// How fast the whole pipeline of scores is, from a put into its table until its events lie in S3.
final class Chain implements Benchmark {

  private static final int WARM_UPS = 2;
  private static final int ROUNDS = 5;
  private static final int ITEMS = 2_500;

  private static final int LATENCY_WARM_UP = 100;
  private static final int SAMPLES = 300;

  /// What one round of throughput gave.
  ///
  /// @param rate records a second
  /// @param puts the share of its time until the last item was written
  /// @param cpu microseconds of this JVM for one record; functions in processes are not in it
  private record Round(double rate, double puts, double cpu) {}

  /// How long it takes from the start of a PutItem call until its event has got somewhere.
  private record Times(Histogram stream, Histogram delivery) {}

  @Override
  public String name() {
    return "chain";
  }

  @Override
  public List<Row> run() throws InterruptedException {
    var pipelines = new LinkedHashMap<FunctionMode, ScorePipeline>();
    try {
      ScorePipeline.MODES.forEach(mode -> pipelines.put(mode, ScorePipeline.start(mode)));
      var rows = new ArrayList<Row>();
      rates(pipelines).forEach((mode, rounds) -> rows.add(row(mode, rounds)));
      pipelines.forEach((mode, pipeline) -> rows.addAll(rows(mode, times(mode, pipeline))));
      pipelines.values().forEach(ScorePipeline::deliver);
      pipelines.values().forEach(ScorePipeline::check);
      return rows;
    } finally {
      pipelines.values().forEach(ScorePipeline::close);
    }
  }

  // ---- throughput

  private static Map<FunctionMode, List<Round>> rates(Map<FunctionMode, ScorePipeline> pipelines) {
    var rates = new LinkedHashMap<FunctionMode, List<Round>>();
    var rounds = Rounds.orElse(ROUNDS);
    for (var round = -WARM_UPS; round < rounds; round++) {
      for (var mode : Rounds.order(ScorePipeline.MODES, Math.floorMod(round, 2))) {
        var now = round(Objects.requireNonNull(pipelines.get(mode)));
        Progress.say(
            "chain, %s: round %d, %,.0f records/s"
                .formatted(ScorePipeline.text(mode), round + 1, now.rate()));
        if (round >= 0) {
          rates.computeIfAbsent(mode, _ -> new ArrayList<>()).add(now);
        }
      }
    }
    return rates;
  }

  /// The reader of the stream that only logs goes on for a while, and is waited for.
  private static Round round(ScorePipeline pipeline) {
    var cpu = Cpu.nanos();
    var began = System.nanoTime();
    pipeline.write(ITEMS);
    var puts = System.nanoTime() - began;
    pipeline.awaitDelivery();
    pipeline.deliver();
    var wall = System.nanoTime() - began;
    var used = Cpu.nanos() - cpu;
    pipeline.rest();
    return new Round(ITEMS * 1e9 / wall, (double) puts / wall, used / 1e3 / ITEMS);
  }

  private static Row row(FunctionMode mode, List<Round> rounds) {
    var rates = samples(rounds, Round::rate);
    return Row.of(
        "put to S3, " + ScorePipeline.text(mode),
        Samples.whole(rates.median()) + " records/s",
        rates.spread(Samples::whole),
        "%.0f %% of the time until the last put; %s µs of CPU a record%s"
            .formatted(
                100 * samples(rounds, Round::puts).median(),
                Samples.whole(samples(rounds, Round::cpu).median()),
                mode == FunctionMode.PROCESS ? " besides the functions'" : ""));
  }

  private static Samples samples(List<Round> rounds, ToDoubleFunction<Round> part) {
    return new Samples(rounds.stream().mapToDouble(part).toArray());
  }

  // ---- latency

  /// One item at a time, when nothing else is going on.
  private static Times times(FunctionMode mode, ScorePipeline pipeline) {
    Progress.say("chain, %s: latency of %d items".formatted(ScorePipeline.text(mode), SAMPLES));
    var times = new Times(new Histogram(3), new Histogram(3));
    for (var i = -LATENCY_WARM_UP; i < SAMPLES; i++) {
      pipeline.rest();
      var began = System.nanoTime();
      pipeline.writeOne();
      pipeline.awaitStream();
      var inStream = System.nanoTime() - began;
      pipeline.awaitDelivery();
      var inDelivery = System.nanoTime() - began;
      if (i >= 0) {
        times.stream().recordValue(inStream);
        times.delivery().recordValue(inDelivery);
      }
    }
    return times;
  }

  private static List<Row> rows(FunctionMode mode, Times times) {
    return List.of(
        row("put to Lab-stream, " + ScorePipeline.text(mode), times.stream()),
        row("put to Firehose's buffer, " + ScorePipeline.text(mode), times.delivery()));
  }

  private static Row row(String measure, Histogram times) {
    return Row.of(
        measure,
        "p50 %s ms, p99 %s ms".formatted(millis(times, 50), millis(times, 99)),
        "%s to %s".formatted(millis(times, 0), millis(times, 100)),
        "%d items, one at a time".formatted(SAMPLES));
  }

  private static String millis(Histogram times, double percentile) {
    return Samples.fine(times.getValueAtPercentile(percentile) / 1e6);
  }
}
