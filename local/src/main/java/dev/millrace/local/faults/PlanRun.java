package dev.millrace.local.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/// A plan in force: counts what happens, and tells what is hit.
final class PlanRun {

  /// A fault that is to happen now.
  record Hit(Fault fault, Happening happening, Dice dice) {}

  private record Kind(String fault, String subject) implements Comparable<Kind> {
    @Override
    public int compareTo(Kind other) {
      return fault.equals(other.fault)
          ? subject.compareTo(other.subject)
          : fault.compareTo(other.fault);
    }
  }

  private final FaultPlan plan;
  private final Instant start;
  private final AtomicLong[] seen;
  private final AtomicLong[] hits;
  private final TreeMap<Kind, Long> injected = new TreeMap<>();

  /// @param start when the plan came in force
  PlanRun(FaultPlan plan, Instant start) {
    this.plan = plan;
    this.start = start;
    this.seen = counters(plan.rules().size());
    this.hits = counters(plan.rules().size());
  }

  private static AtomicLong[] counters(int count) {
    var counters = new AtomicLong[count];
    for (var i = 0; i < count; i++) {
      counters[i] = new AtomicLong();
    }
    return counters;
  }

  FaultPlan plan() {
    return plan;
  }

  /// Whether any rule is about calls of this action, whatever the resource.
  boolean watches(Api api, String action) {
    return plan.rules().stream()
        .anyMatch(rule ->
            rule.on() instanceof Trigger.Call(var watched, var name, _, _)
                && watched == api
                && (name.equals(Trigger.Call.ANY) || name.equals(action)));
  }

  /// What hits this, if anything does.
  synchronized Optional<Hit> next(Happening happening, Instant now) {
    Optional<Hit> hit = Optional.empty();
    for (var i = 0; i < plan.rules().size(); i++) {
      if (happening.matches(plan.rules().get(i).on())) {
        var number = seen[i].incrementAndGet();
        if (hit.isEmpty() && holds(i, number, now)) {
          hits[i].incrementAndGet();
          hit = Optional.of(hit(i, number, happening));
        }
      }
    }
    return hit;
  }

  private boolean holds(int rule, long number, Instant now) {
    var draw = new Dice(plan.seed(), rule, number).unit(0);
    return plan.rules()
        .get(rule)
        .when()
        .holds(number, Duration.between(start, now), hits[rule].get(), draw);
  }

  /// What a rule about a time does when that has come.
  Hit timed(int rule) {
    return hit(rule, 1, new Happening.TimeCame());
  }

  private Hit hit(int rule, long number, Happening happening) {
    return new Hit(plan.rules().get(rule).fault(), happening, new Dice(plan.seed(), rule, number));
  }

  /// A hit took effect.
  synchronized void happened(Hit hit) {
    injected.merge(new Kind(hit.fault().name(), subject(hit)), 1L, Long::sum);
  }

  private static String subject(Hit hit) {
    return switch (hit.fault()) {
      case Fault.SplitShard(var stream) -> stream;
      case Fault.MergeShards(var stream) -> stream;
      case Fault.ClockJump _ -> "the stack";
      case Fault.OfCall _, Fault.OfInvocation _, Fault.OfDelivery _ -> hit.happening().subject();
    };
  }

  synchronized List<Injected> injected() {
    return injected.entrySet().stream()
        .map(each -> new Injected(each.getKey().fault(), each.getKey().subject(), each.getValue()))
        .toList();
  }
}
