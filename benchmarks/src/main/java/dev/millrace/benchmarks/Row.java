package dev.millrace.benchmarks;

import java.util.Optional;

/// One line of the table.
///
/// @param value the median, with its unit
/// @param spread the least and the most of all rounds; empty if there was one
/// @param remark what it is compared with, or what else there is to know; may be empty
/// @param goal empty for what is only there for scale
public record Row(String measure, String value, String spread, String remark, Optional<Goal> goal) {

  /// What a value should be.
  public record Goal(String rule, boolean held) {

    static Goal atMost(double limit, double value, String unit) {
      return new Goal("<= " + text(limit) + unit, value <= limit);
    }

    static Goal atLeast(double limit, double value, String unit) {
      return new Goal(">= " + text(limit) + unit, value >= limit);
    }

    private static String text(double limit) {
      return limit == Math.rint(limit) ? Samples.whole(limit) : Samples.fine(limit);
    }
  }

  public static Row of(String measure, String value, String spread, String remark) {
    return new Row(measure, value, spread, remark, Optional.empty());
  }

  Row with(Goal aim) {
    return new Row(measure, value, spread, remark, Optional.of(aim));
  }
}
