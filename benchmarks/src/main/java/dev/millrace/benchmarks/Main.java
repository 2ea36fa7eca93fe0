package dev.millrace.benchmarks;

import dev.millrace.benchmarks.cost.Cost;
import dev.millrace.benchmarks.cost.CostWork;
import dev.millrace.benchmarks.scale.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Runs the benchmarks that are named, or all that only measure, and prints one table.
final class Main {

  private static final List<Benchmark> ALL =
      List.of(
          new Latency(),
          new Throughput(),
          new Idle(),
          new Shards(),
          new Parquet(),
          new Ready(),
          new Resets(),
          new Chain(),
          new FleetSummary(),
          new Cold(),
          new Warm(),
          new Memory());

  /// Only if they are named, for they write files of the source tree.
  private static final List<Benchmark> WRITING =
      List.of(new Scale(), new CostWork(), new Cost(), new SpeedShards(), new SpeedBatches());

  private Main() {}

  public static void main(String[] names) throws InterruptedException {
    var known = Stream.concat(ALL.stream(), WRITING.stream()).map(Benchmark::name).toList();
    for (var name : names) {
      if (!known.contains(name)) {
        System.err.printf("benchmarks: a name must be one of %s, was %s%n", known, name);
        System.exit(2);
      }
    }
    var machine = Cpu.machine();
    var rows = new ArrayList<Row>();
    for (var benchmark : wanted(List.of(names))) {
      Progress.say("== %s, load average %s".formatted(benchmark.name(), Cpu.load()));
      rows.addAll(benchmark.run());
    }
    System.out.println(machine);
    System.out.println("load average afterwards " + Cpu.load());
    System.out.println();
    System.out.print(new Table(rows));
  }

  private static List<Benchmark> wanted(List<String> names) {
    return names.isEmpty()
        ? ALL
        : Stream.concat(ALL.stream(), WRITING.stream())
            .filter(benchmark -> names.contains(benchmark.name()))
            .toList();
  }
}
