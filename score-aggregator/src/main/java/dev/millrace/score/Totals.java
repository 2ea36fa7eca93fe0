package dev.millrace.score;

import java.math.BigDecimal;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Sums of score changes.
final class Totals {

  /// The digits that a DynamoDB number holds.
  static final int MAX_DIGITS = 38;

  private Totals() {}

  /// By how much the changes move each user's total, without those who won as much as they lost.
  static SortedMap<String, BigDecimal> of(List<ScoreChange> changes) {
    var sums = new TreeMap<String, BigDecimal>();
    for (var change : changes) {
      for (var delta : change.deltas()) {
        sums.merge(delta.username(), delta.points(), BigDecimal::add);
      }
    }
    sums.values().removeIf(points -> points.signum() == 0);
    return sums;
  }

  /// Whether DynamoDB can take it as a number.
  static boolean fits(BigDecimal points) {
    return digits(points) <= MAX_DIGITS;
  }

  static int digits(BigDecimal points) {
    return points.stripTrailingZeros().precision();
  }
}
