package dev.millrace.benchmarks;

import dev.millrace.benchmarks.Row.Goal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// Cold starts of one function in all variants, with one protocol and one number of cores.
final class ColdRace {

  private static final int ROUNDS = 9;
  private static final int TRIES = 4;

  private static final double GOAL_FAST = 1;
  private static final double GOAL_FAST_ONE_CORE = 1.5;
  private static final double GOAL_PLAIN = 3.5;

  /// One start.
  ///
  /// @param cpuMillis until the first answer
  /// @param usedMillis until the end
  private record Start(
      double coldMillis,
      double secondMillis,
      double cpuMillis,
      double usedMillis,
      double peakMiB) {}

  private final Deployment deployment;
  private final Subject subject;
  private final List<Contestant> contestants;
  private final String title;
  private final int cores;
  private final Map<String, List<Start>> starts = new HashMap<>();
  private int noisy;

  ColdRace(
      Deployment deployment,
      Subject subject,
      List<Contestant> contestants,
      String title,
      int cores) {
    this.deployment = deployment;
    this.subject = subject;
    this.contestants = contestants;
    this.title = title + (cores == 1 ? ", 1 core" : ", %d cores".formatted(cores));
    this.cores = cores;
  }

  List<Row> rows() throws InterruptedException {
    var rounds = Rounds.orElse(ROUNDS);
    for (var contestant : contestants) {
      // so that files are cached and whoever answers is warm
      start(contestant);
    }
    for (var round = 0; round < rounds; round++) {
      for (var contestant : Rounds.order(contestants, round)) {
        starts.computeIfAbsent(contestant.name(), _ -> new ArrayList<>()).add(quietly(contestant));
      }
    }
    Progress.say("cold: %s, load average %s".formatted(title, Cpu.load()));
    return contestants.stream().map(contestant -> row(contestant.name())).toList();
  }

  /// A start while the machine did little else, or, after some tries, any.
  private Start quietly(Contestant contestant) throws InterruptedException {
    for (var attempt = 1; ; attempt++) {
      var quiet = new Quiet();
      var start = start(contestant);
      if (quiet.foreignCores(start.usedMillis()) <= Quiet.LIMIT) {
        return start;
      } else if (attempt == TRIES) {
        noisy++;
        return start;
      }
    }
  }

  private Start start(Contestant contestant) throws InterruptedException {
    var event = subject.event(1);
    var before = deployment.endpoint().tally();
    try (var child = Child.start(contestant, event)) {
      var cold = child.reply().nanos() - child.started();
      var cpu = child.cpuMillis();
      var second = System.nanoTime();
      var secondNanos = child.invoke(event).nanos() - second;
      var peak = child.peakMiB();
      subject.check(child, deployment.endpoint().tally().minus(before), 1, 2);
      return new Start(cold / 1e6, secondNanos / 1e6, cpu, child.cpuMillis(), peak);
    }
  }

  private Row row(String name) {
    var cold = samples(name, Start::coldMillis);
    var row =
        Row.of(
            "%s: %s".formatted(title, name),
            Samples.whole(cold.median()) + " ms",
            cold.spread(Samples::whole),
            remark(name));
    return ratio(name).flatMap(ratio -> goal(name, ratio)).map(row::with).orElse(row);
  }

  private String remark(String name) {
    return "%s%s ms CPU, 2nd %s ms, %s MiB%s"
        .formatted(
            ratio(name).map(ratio -> Samples.fine(ratio) + " x Node, ").orElse(""),
            Samples.whole(samples(name, Start::cpuMillis).median()),
            Samples.fine(samples(name, Start::secondMillis).median()),
            Samples.whole(samples(name, Start::peakMiB).median()),
            noisy == 0
                ? ""
                : "; machine busy in %d of all %d starts"
                    .formatted(noisy, starts.size() * Rounds.orElse(ROUNDS)));
  }

  /// The median of how much longer it took than Node in the same round.
  private Optional<Double> ratio(String name) {
    var node = starts.get(Cold.NODE);
    var own = starts.get(name);
    if (node == null || own == null || name.equals(Cold.NODE)) {
      return Optional.empty();
    }
    var ratios = new double[own.size()];
    for (var round = 0; round < ratios.length; round++) {
      ratios[round] = own.get(round).coldMillis() / node.get(round).coldMillis();
    }
    return Optional.of(new Samples(ratios).median());
  }

  private Optional<Goal> goal(String name, double ratio) {
    return switch (name) {
      case Cold.FAST ->
          Optional.of(Goal.atMost(cores == 1 ? GOAL_FAST_ONE_CORE : GOAL_FAST, ratio, " x Node"));
      case Cold.PLAIN -> Optional.of(Goal.atMost(GOAL_PLAIN, ratio, " x Node"));
      default -> Optional.empty();
    };
  }

  private Samples samples(String name, ToDoubleFunction<Start> value) {
    return new Samples(starts.getOrDefault(name, List.of()).stream().mapToDouble(value).toArray());
  }
}
