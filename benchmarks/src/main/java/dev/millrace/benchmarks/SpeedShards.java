package dev.millrace.benchmarks;

import dev.millrace.local.lambda.FunctionMode;
import java.util.List;

/// Draws how many records a second the logger works off, over the shards of its stream.
final class SpeedShards implements Benchmark {

  private static final List<Integer> SHARDS = List.of(1, 2, 4, 8, 16, 32, 64);
  private static final int BATCH_SIZE = 100;
  private static final int RECORDS = 10_000;

  /// Until as many execution environments are there as will ever be needed at one time.
  private static final int WARM_UPS = 1;

  private static final int ROUNDS = 3;

  @Override
  public String name() {
    return "speed-shards";
  }

  @Override
  public List<Row> run() {
    var curves =
        new RateCurves("Kinesis stream to kinesis-logger, batches of " + BATCH_SIZE, "shards");
    for (var mode : ScorePipeline.MODES) {
      try (var pipeline = ScorePipeline.start(mode)) {
        var stage = new LoggerStage(pipeline);
        SHARDS.forEach(shards -> stage.fill(shards, RECORDS));
        measure(mode, stage, curves);
      }
    }
    curves.draw(name() + ".svg");
    return curves.rows();
  }

  private static void measure(FunctionMode mode, LoggerStage stage, RateCurves curves) {
    for (var round = -WARM_UPS; round < Rounds.orElse(ROUNDS); round++) {
      for (var shards : Rounds.order(SHARDS, Math.floorMod(round, 2))) {
        var rate = stage.rate(shards, RECORDS, BATCH_SIZE);
        if (round >= 0) {
          curves.add(ScorePipeline.text(mode), shards, rate);
        }
        Progress.say(
            "speed-shards, %s: round %d, %d shards, %,.0f records/s"
                .formatted(ScorePipeline.text(mode), round + 1, shards, rate));
      }
    }
  }
}
