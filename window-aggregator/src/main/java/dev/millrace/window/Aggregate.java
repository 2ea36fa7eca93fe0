package dev.millrace.window;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The totals of one key over some messages. Immutable, exact, and the same in whatever order or
/// grouping the messages are added.
///
/// It names its targets itself, so totals that an earlier deployment wrote with other settings can
/// still be merged: targets that only one side has are kept.
///
/// @param count how many messages
record Aggregate(long count, SortedMap<Target, BigDecimal> totals) {

  Aggregate {
    // one spelling per number, so that equal totals are equal records
    var plain = new TreeMap<Target, BigDecimal>();
    totals.forEach((target, value) -> plain.put(target, plain(value)));
    totals = Collections.unmodifiableSortedMap(plain);
  }

  /// What one message adds.
  static Aggregate of(Map<Target, BigDecimal> values) {
    return new Aggregate(1, new TreeMap<>(values));
  }

  Aggregate plus(Aggregate other) {
    var sums = new TreeMap<>(totals);
    other.totals.forEach(
        (target, value) -> sums.merge(target, value, (a, b) -> target.kind().combine(a, b)));
    return new Aggregate(Math.addExact(count, other.count), sums);
  }

  /// The totals of one kind, by attribute.
  SortedMap<String, BigDecimal> of(Target.Kind kind) {
    var values = new TreeMap<String, BigDecimal>();
    totals.forEach((target, value) -> {
      if (target.kind() == kind) {
        values.put(target.attribute(), value);
      }
    });
    return values;
  }

  /// 525.5 rather than 525.50, and 100 rather than 1E+2.
  private static BigDecimal plain(BigDecimal value) {
    var bare = value.stripTrailingZeros();
    return bare.scale() < 0 ? bare.setScale(0) : bare;
  }
}
