package dev.millrace.benchmarks;

import dev.millrace.benchmarks.Row.Goal;
import dev.millrace.local.lambda.FunctionMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/// How many records a second one mapping brings from one shard to a function that does nothing.
final class Throughput implements Benchmark {

  private static final int ROUNDS = 5;
  private static final double GOAL = 100_000;

  /// @param records how many make about a second
  private record Case(FunctionMode mode, boolean parsing, int batchSize, int records) {

    String function() {
      return parsing ? "parsing" : "empty";
    }

    String stream() {
      return "records-" + records;
    }

    @Override
    public String toString() {
      return "throughput, %s, %s, batches of %,d"
          .formatted(
              mode == FunctionMode.PROCESS ? "process" : "in process",
              parsing ? "event parsed" : "empty function",
              batchSize);
    }
  }

  private static final Case FAST = new Case(FunctionMode.IN_PROCESS, false, 1000, 200_000);
  private static final Case REAL = new Case(FunctionMode.PROCESS, false, 1000, 200_000);

  private static final List<Case> CASES =
      List.of(
          FAST,
          REAL,
          new Case(FunctionMode.IN_PROCESS, true, 1000, 200_000),
          new Case(FunctionMode.PROCESS, true, 1000, 200_000),
          new Case(FunctionMode.IN_PROCESS, false, 1, 5_000),
          new Case(FunctionMode.IN_PROCESS, false, 10, 20_000),
          new Case(FunctionMode.IN_PROCESS, false, 100, 200_000),
          new Case(FunctionMode.IN_PROCESS, false, 10_000, 200_000));

  /// @param rate records a second
  /// @param cpu microseconds of this JVM for one record; functions in processes are not in it
  private record Round(double rate, double cpu) {}

  @Override
  public String name() {
    return "throughput";
  }

  @Override
  public List<Row> run() throws InterruptedException {
    var rounds = new LinkedHashMap<Case, List<Round>>();
    try (var rig = Rig.start(true, FunctionMode.IN_PROCESS, FunctionMode.PROCESS)) {
      prepare(rig);
      for (var each : CASES) {
        Progress.say("%s: warming up".formatted(each));
        round(rig, each);
      }
      for (int round = 1; round <= ROUNDS; round++) {
        for (var each : CASES) {
          var now = round(rig, each);
          Progress.say("%s: round %d, %,.0f records/s".formatted(each, round, now.rate()));
          rounds.computeIfAbsent(each, _ -> new ArrayList<>()).add(now);
        }
      }
    }
    return rows(rounds);
  }

  private static void prepare(Rig rig) {
    var feed = new Feed(rig.kinesis());
    CASES.stream()
        .map(Case::records)
        .distinct()
        .forEach(records -> feed.create("records-" + records, 1, records));
    for (var mode : FunctionMode.values()) {
      rig.function(mode, "empty", false, 1);
      rig.function(mode, "parsing", true, 1);
    }
  }

  private static Round round(Rig rig, Case each) throws InterruptedException {
    var cpu = Cpu.nanos();
    var began = System.nanoTime();
    var mapping = rig.map(each.mode(), each.stream(), each.function(), each.batchSize());
    rig.finish(each.mode(), mapping, each.records());
    var wall = System.nanoTime() - began;
    return new Round(each.records() * 1e9 / wall, (Cpu.nanos() - cpu) / 1e3 / each.records());
  }

  private static List<Row> rows(Map<Case, List<Round>> rounds) {
    var first = samples(Objects.requireNonNull(rounds.get(FAST)), Round::rate).median();
    var rows = new ArrayList<Row>();
    rounds.forEach((each, all) -> {
      var rates = samples(all, Round::rate);
      var row =
          Row.of(
              each.toString(),
              Samples.whole(rates.median()) + " records/s",
              rates.spread(Samples::whole),
              "%s of the first; %s µs of CPU a record%s"
                  .formatted(
                      Samples.fine(rates.median() / first),
                      Samples.fine(samples(all, Round::cpu).median()),
                      each.mode() == FunctionMode.PROCESS ? " besides the function's" : ""));
      rows.add(
          each.equals(FAST) ? row.with(Goal.atLeast(GOAL, rates.median(), " records/s")) : row);
    });
    return rows;
  }

  private static Samples samples(List<Round> rounds, ToDoubleFunction<Round> part) {
    return new Samples(rounds.stream().mapToDouble(part).toArray());
  }
}
