package dev.millrace.benchmarks;

import dev.millrace.benchmarks.scale.Scale;
import java.util.ArrayList;
import java.util.List;

/// Runs the benchmarks that are named, or all of them, and prints one table.
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
          new FleetSummary(),
          new Scale());

  private Main() {}

  public static void main(String[] names) throws InterruptedException {
    var known = ALL.stream().map(Benchmark::name).toList();
    for (var name : names) {
      if (!known.contains(name)) {
        System.err.printf("benchmarks: a name must be one of %s, was %s%n", known, name);
        System.exit(2);
      }
    }
    var machine = Cpu.machine();
    var rows = new ArrayList<Row>();
    for (var benchmark : ALL) {
      if (names.length == 0 || List.of(names).contains(benchmark.name())) {
        Progress.say("== %s, load average %s".formatted(benchmark.name(), Cpu.load()));
        rows.addAll(benchmark.run());
      }
    }
    System.out.println(machine);
    System.out.println("load average afterwards " + Cpu.load());
    System.out.println();
    System.out.print(new Table(rows));
  }
}
