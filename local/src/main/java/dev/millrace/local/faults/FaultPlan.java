package dev.millrace.local.faults;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What is to go wrong in a stack.
///
/// A happening is counted by every rule that is about it, and hit by the first of them whose
/// condition holds.
///
/// @param seed of all probabilities and choices
public record FaultPlan(long seed, List<FaultRule> rules) {

  /// Nothing goes wrong.
  public static final FaultPlan NONE = new FaultPlan(0, List.of());

  public FaultPlan {
    rules = List.copyOf(rules);
  }

  /// A plan of rules.
  public static FaultPlan of(FaultRule... rules) {
    return new FaultPlan(0, List.of(rules));
  }

  /// Reads a plan from a file in YAML, whose form `docs/faults.md` describes.
  ///
  /// @throws FaultFileException naming the place, the rule and the value
  public static FaultPlan read(Path file) {
    return FaultFile.read(file);
  }

  /// The same rules with other numbers.
  public FaultPlan seeded(long other) {
    return new FaultPlan(other, rules);
  }

  /// The same with more rules, behind those that are there.
  public FaultPlan with(FaultRule... more) {
    var all = new ArrayList<>(rules);
    all.addAll(List.of(more));
    return new FaultPlan(seed, all);
  }

  /// The same with a random schedule behind its rules: each of `on` is hit with this probability,
  /// by one of the faults that fit it and need no setting.
  ///
  /// @param on what can be hit; rules whose faults and conditions do not matter
  public FaultPlan withRandom(double probability, List<Trigger> on) {
    Rules.share("random", "probability", probability);
    var all = new ArrayList<>(rules);
    for (var trigger : on) {
      var fitting = FaultKinds.plainFor(trigger);
      for (var fault : fitting) {
        all.add(
            new FaultRule(trigger, When.ALWAYS, fault).probability(probability / fitting.size()));
      }
    }
    return new FaultPlan(seed, all);
  }
}
