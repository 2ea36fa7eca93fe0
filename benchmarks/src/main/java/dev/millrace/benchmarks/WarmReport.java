package dev.millrace.benchmarks;

import dev.millrace.benchmarks.Lane.Turn;
import dev.millrace.benchmarks.Row.Goal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// What the turns of one function's contestants say.
final class WarmReport {

  /// The size of a batch for which there are goals.
  private static final int GOAL_SIZE = 1_000;

  private static final double GOAL_RATE = 3;
  private static final double GOAL_DECODE_RATE = 2.5;
  private static final double GOAL_CPU = 0.3;

  /// Between which sizes a record's cost should stay the same.
  private static final int SMALL = 100;

  private static final int LARGE = 10_000;
  private static final double GOAL_LINEAR = 1.15;

  private record Case(String name, int size) {}

  private final Subject subject;
  private final Map<Case, List<Turn>> turns = new HashMap<>();

  WarmReport(Subject subject) {
    this.subject = subject;
  }

  /// Takes a turn in; the turns of a round must come in all cases.
  void add(String name, int size, Turn turn) {
    turns.computeIfAbsent(new Case(name, size), _ -> new ArrayList<>()).add(turn);
  }

  List<Row> rows(List<String> names, List<Integer> sizes) {
    var rows = new ArrayList<Row>();
    for (int size : sizes) {
      for (var name : names) {
        rows.add(rate(new Case(name, size)));
        rows.add(cpu(new Case(name, size)));
      }
    }
    if (sizes.containsAll(List.of(SMALL, LARGE))) {
      names.stream().filter(WarmReport::isOurs).map(this::linearity).forEach(rows::add);
    }
    return rows;
  }

  private Row rate(Case one) {
    var rates = samples(one, Turn::recordsPerSecond);
    var ratio = ratio(one, Turn::recordsPerSecond);
    var noisy = turns(one).stream().filter(Turn::noisy).count();
    var remark =
        ratio.map(value -> Samples.fine(value) + " x Node").orElse("")
            + (noisy == 0 ? "" : "; machine busy in %d of %d".formatted(noisy, turns(one).size()));
    var row =
        Row.of(
            title(one),
            Samples.whole(rates.median()) + " records/s",
            rates.spread(Samples::whole),
            remark);
    var goal = subject == Subject.DECODE ? GOAL_DECODE_RATE : GOAL_RATE;
    return ratio
        .filter(_ -> hasGoal(one))
        .map(value -> row.with(Goal.atLeast(goal, value, " x Node")))
        .orElse(row);
  }

  private Row cpu(Case one) {
    var cpu = samples(one, Turn::cpuMicros);
    var ratio = ratio(one, Turn::cpuMicros);
    var row =
        Row.of(
            title(one) + ", CPU",
            Samples.fine(cpu.median()) + " µs/record",
            cpu.spread(Samples::fine),
            ratio.map(value -> Samples.fine(value) + " x Node").orElse(""));
    return ratio
        .filter(_ -> hasGoal(one) && subject != Subject.DECODE)
        .map(value -> row.with(Goal.atMost(GOAL_CPU, value, " x Node")))
        .orElse(row);
  }

  private Row linearity(String name) {
    var small = samples(new Case(name, SMALL), Turn::cpuMicros).median();
    var large = samples(new Case(name, LARGE), Turn::cpuMicros).median();
    return Row.of(
            "%s: %s, a record's CPU time".formatted(subject.module(), name),
            Samples.fine(large / small) + " x",
            "",
            "batches of %s to batches of %s".formatted(Samples.whole(LARGE), Samples.whole(SMALL)))
        .with(Goal.atMost(GOAL_LINEAR, large / small, " x"));
  }

  private static boolean isOurs(String name) {
    return name.startsWith(Warm.MILLRACE);
  }

  private static boolean hasGoal(Case one) {
    return isOurs(one.name()) && one.size() == GOAL_SIZE;
  }

  private String title(Case one) {
    return "%s, %s: %s".formatted(subject.module(), Samples.whole(one.size()), one.name());
  }

  /// The median of how many times Node's it is in the same round.
  private Optional<Double> ratio(Case one, ToDoubleFunction<Turn> value) {
    var node = turns(new Case(Warm.NODE, one.size()));
    if (node.isEmpty() || one.name().equals(Warm.NODE)) {
      return Optional.empty();
    }
    var own = turns(one);
    var ratios = new double[own.size()];
    for (var round = 0; round < ratios.length; round++) {
      ratios[round] = value.applyAsDouble(own.get(round)) / value.applyAsDouble(node.get(round));
    }
    return Optional.of(new Samples(ratios).median());
  }

  private Samples samples(Case one, ToDoubleFunction<Turn> value) {
    return new Samples(turns(one).stream().mapToDouble(value).toArray());
  }

  private List<Turn> turns(Case one) {
    return turns.getOrDefault(one, List.of());
  }
}
