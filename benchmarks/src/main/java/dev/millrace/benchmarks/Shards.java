package dev.millrace.benchmarks;

import dev.millrace.benchmarks.Row.Goal;
import dev.millrace.local.lambda.FunctionMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/// What a record costs when its stream has more shards.
final class Shards implements Benchmark {

  private static final int ROUNDS = 5;

  /// Until as many execution environments are there as will ever be needed at one time.
  private static final int WARM_UPS = 3;

  private static final int RECORDS = 200_000;
  private static final int BATCH_SIZE = 1_000;
  private static final List<Integer> COUNTS = List.of(1, 4, 16, 64, 100);
  private static final double GOAL = 1.2;

  /// What one record took, in microseconds.
  private record Cost(double cpu, double wall) {}

  @Override
  public String name() {
    return "shards";
  }

  @Override
  public List<Row> run() throws InterruptedException {
    var rounds = new ArrayList<Map<Integer, Cost>>();
    try (var rig = Rig.start(true, FunctionMode.IN_PROCESS)) {
      var feed = new Feed(rig.kinesis());
      rig.function(FunctionMode.IN_PROCESS, "empty", false, COUNTS.getLast());
      COUNTS.forEach(shards -> feed.create(stream(shards), shards, RECORDS));
      for (int i = 1; i <= WARM_UPS; i++) {
        Progress.say("shards: warming up");
        round(rig);
      }
      for (int i = 1; i <= ROUNDS; i++) {
        var costs = round(rig);
        Progress.say("shards: round %d, %s".formatted(i, costs));
        rounds.add(costs);
      }
    }
    var rows = new ArrayList<Row>();
    for (var shards : COUNTS) {
      rows.add(row("CPU", Cost::cpu, shards, rounds));
    }
    for (var shards : COUNTS) {
      rows.add(row("wall", Cost::wall, shards, rounds));
    }
    return rows;
  }

  /// All counts in turn, so that what else the machine does hits them alike.
  private static Map<Integer, Cost> round(Rig rig) throws InterruptedException {
    var costs = new TreeMap<Integer, Cost>();
    for (var shards : COUNTS) {
      var cpu = Cpu.nanos();
      var wall = System.nanoTime();
      var mapping = rig.map(FunctionMode.IN_PROCESS, stream(shards), "empty", BATCH_SIZE);
      rig.finish(FunctionMode.IN_PROCESS, mapping, RECORDS);
      costs.put(
          shards, new Cost(perRecord(Cpu.nanos() - cpu), perRecord(System.nanoTime() - wall)));
    }
    return costs;
  }

  private static Row row(
      String what, ToDoubleFunction<Cost> part, int shards, List<Map<Integer, Cost>> rounds) {
    var costs =
        new Samples(
            rounds.stream().mapToDouble(each -> part.applyAsDouble(of(each, shards))).toArray());
    // within a round, because rounds differ by what else the machine does
    var ratio =
        new Samples(
                rounds.stream()
                    .mapToDouble(each ->
                        part.applyAsDouble(of(each, shards)) / part.applyAsDouble(of(each, 1)))
                    .toArray())
            .median();
    var row =
        Row.of(
            "%s per record, shards: %d".formatted(what, shards),
            Samples.fine(costs.median()) + " µs",
            costs.spread(Samples::fine),
            "%s of 1 shard".formatted(Samples.fine(ratio)));
    return shards == 1 ? row : row.with(Goal.atMost(GOAL, ratio, " of 1 shard"));
  }

  private static Cost of(Map<Integer, Cost> round, int shards) {
    return Objects.requireNonNull(round.get(shards));
  }

  private static String stream(int shards) {
    return "shards-" + shards;
  }

  private static double perRecord(long nanos) {
    return nanos / 1e3 / RECORDS;
  }
}
