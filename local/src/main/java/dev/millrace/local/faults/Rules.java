package dev.millrace.local.faults;

import java.time.Duration;

/// What the numbers of a plan must be.
final class Rules {

  private Rules() {}

  static void positive(String thing, String key, Duration value) {
    require(value.isPositive(), thing, key, "be longer than PT0S", value);
  }

  static void positive(String thing, String key, long value) {
    require(value > 0, thing, key, "be at least 1", value);
  }

  static void share(String thing, String key, double value) {
    require(value > 0 && value <= 1, thing, key, "be above 0 and at most 1", value);
  }

  static void require(boolean holds, String thing, String key, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s: %s must %s, was %s".formatted(thing, key, rule, value));
    }
  }
}
