package dev.millrace.benchmarks;

import dev.millrace.benchmarks.Row.Goal;
import dev.millrace.local.firehose.format.FormatConversion;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// How many rows a second Firehose makes of JSON records: from a batch of records to the bytes of a
/// Parquet object, one batch on one thread, and two batches side by side.
final class Parquet implements Benchmark {

  private static final int ROUNDS = 5;
  private static final int WARM_UPS = 3;
  private static final int ROWS = 300_000;
  private static final double GOAL = 500_000;

  /// @param rate rows a second
  /// @param cpuRate rows a second of processor time
  private record Round(double rate, double cpuRate) {}

  @Override
  public String name() {
    return "parquet";
  }

  @Override
  public List<Row> run() throws InterruptedException {
    var conversion = Trips.toParquet();
    var records = Trips.records(ROWS, 1);
    for (int i = 0; i < WARM_UPS; i++) {
      Progress.say(
          "parquet: warming up, %,.0f rows/s".formatted(round(conversion, records, 2).rate));
    }
    var alone = new ArrayList<Round>();
    var together = new ArrayList<Round>();
    for (int i = 1; i <= ROUNDS; i++) {
      alone.add(round(conversion, records, 1));
      together.add(round(conversion, records, 2));
      Progress.say(
          "parquet: round %d, %,.0f and %,.0f rows/s"
              .formatted(i, alone.getLast().rate, together.getLast().rate));
    }
    var goal = rates(together, Round::rate);
    return List.of(
        row("parquet, one batch", alone),
        row("parquet, two batches side by side", together)
            .with(Goal.atLeast(GOAL, goal.median(), " rows/s")));
  }

  private static Row row(String measure, List<Round> rounds) {
    var rates = rates(rounds, Round::rate);
    return Row.of(
        measure,
        Samples.whole(rates.median()) + " rows/s",
        rates.spread(Samples::whole),
        Samples.whole(rates(rounds, Round::cpuRate).median()) + " rows per second of CPU time");
  }

  private static Samples rates(List<Round> rounds, ToDoubleFunction<Round> rate) {
    return new Samples(rounds.stream().mapToDouble(rate).toArray());
  }

  private static Round round(FormatConversion conversion, List<byte[]> records, int batches)
      throws InterruptedException {
    System.gc();
    var cpu = Cpu.nanos();
    var begin = System.nanoTime();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < batches; i++) {
      threads.add(Thread.ofPlatform().start(() -> convert(conversion, records)));
    }
    for (var thread : threads) {
      thread.join();
    }
    var seconds = (System.nanoTime() - begin) / 1e9;
    var rows = (double) batches * records.size();
    return new Round(rows / seconds, rows / ((Cpu.nanos() - cpu) / 1e9));
  }

  private static void convert(FormatConversion conversion, List<byte[]> records) {
    var rows = conversion.convert(records).rows();
    if (rows != records.size()) {
      throw new IllegalStateException("%d records became %d rows".formatted(records.size(), rows));
    }
  }
}
