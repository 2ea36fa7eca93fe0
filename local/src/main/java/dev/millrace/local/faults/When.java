package dev.millrace.local.faults;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// Which of the happenings that a rule is about it hits. What is empty does not restrict it.
///
/// @param nth only the n-th, counted from 1
/// @param every every n-th
/// @param probability how likely each is, drawn from the plan's seed; 1 for all
/// @param after none before this time after the plan came in force
/// @param until none from this time on
/// @param times at most so many
public record When(
    OptionalLong nth,
    OptionalLong every,
    double probability,
    Optional<Duration> after,
    Optional<Duration> until,
    OptionalLong times) {

  /// All of them.
  public static final When ALWAYS =
      new When(
          OptionalLong.empty(),
          OptionalLong.empty(),
          1,
          Optional.empty(),
          Optional.empty(),
          OptionalLong.empty());

  /// @throws IllegalArgumentException naming the setting, the rule and the value
  public When {
    nth.ifPresent(n -> Rules.positive("a rule", "nth", n));
    every.ifPresent(n -> Rules.positive("a rule", "every", n));
    times.ifPresent(n -> Rules.positive("a rule", "times", n));
    Rules.share("a rule", "probability", probability);
    Rules.require(nth.isEmpty() || every.isEmpty(), "a rule", "nth", "stand without every", nth);
    var from = after.orElse(Duration.ZERO);
    Rules.require(!from.isNegative(), "a rule", "after", "not be negative", from);
    until.ifPresent(end ->
        Rules.require(end.compareTo(from) > 0, "a rule", "until", "be later than " + from, end));
  }

  /// @param number which happening it is for the rule, from 1
  /// @param elapsed since the plan came in force
  /// @param hits how many were hit before
  /// @param draw a number from 0 to 1 that belongs to this happening
  boolean holds(long number, Duration elapsed, long hits, double draw) {
    return nth.orElse(number) == number
        && number % every.orElse(1) == 0
        && elapsed.compareTo(after.orElse(Duration.ZERO)) >= 0
        && until.map(end -> elapsed.compareTo(end) < 0).orElse(true)
        && hits < times.orElse(Long.MAX_VALUE)
        && draw < probability;
  }
}
