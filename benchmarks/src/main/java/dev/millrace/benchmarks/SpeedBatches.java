package dev.millrace.benchmarks;

import dev.millrace.local.lambda.FunctionMode;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/// Draws how many records a second two stages work off, over the size of their batches: a Kinesis
/// stream of one shard to the logger, and the table's stream to the aggregator and on to
/// Lab-stream.
final class SpeedBatches implements Benchmark {

  private static final List<Integer> SIZES = List.of(1, 10, 100, 1_000, 10_000);

  /// Most records of a round, by stage.
  private static final int LOGGED = 10_000;

  private static final int AGGREGATED = 1_000;

  /// In which they come at most.
  private static final int BATCHES = 100;

  private static final int WARM_UPS = 1;
  private static final int ROUNDS = 3;

  @Override
  public String name() {
    return "speed-batches";
  }

  @Override
  public List<Row> run() {
    var curves = new RateCurves("Two stages, a stream of one shard each", "BatchSize");
    for (var mode : ScorePipeline.MODES) {
      try (var pipeline = ScorePipeline.start(mode)) {
        var logger = new LoggerStage(pipeline);
        SIZES.stream()
            .map(size -> records(size, LOGGED))
            .distinct()
            .forEach(n -> logger.fill(1, n));
        measure(
            "Kinesis to kinesis-logger",
            mode,
            size -> logger.rate(1, records(size, LOGGED), size),
            curves);
        measure(
            "DynamoDB to score-aggregator to Kinesis",
            mode,
            size -> pipeline.aggregated(records(size, AGGREGATED), size),
            curves);
      }
    }
    curves.draw(name() + ".svg");
    return curves.rows();
  }

  private static void measure(
      String stage, FunctionMode mode, IntToDoubleFunction rate, RateCurves curves) {
    var thing = "%s, %s".formatted(stage, ScorePipeline.text(mode));
    for (var round = -WARM_UPS; round < Rounds.orElse(ROUNDS); round++) {
      for (var size : Rounds.order(SIZES, Math.floorMod(round, 2))) {
        var now = rate.applyAsDouble(size);
        if (round >= 0) {
          curves.add(thing, size, now);
        }
        Progress.say(
            "%s: round %d, batches of %,d, %,.0f records/s".formatted(thing, round + 1, size, now));
      }
    }
  }

  /// Fewer if they come in small batches, but never less than a batch.
  static int records(int size, int most) {
    return Math.max(size, Math.min(size * BATCHES, most));
  }
}
