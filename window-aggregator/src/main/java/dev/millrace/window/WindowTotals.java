package dev.millrace.window;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// All that is known of one key in one window: a total per part. Immutable.
///
/// A part is kept under its id, so that merging it again changes nothing, whoever merged in
/// between.
///
/// @param version how many times the stored totals have changed; 0 when nothing is stored
record WindowTotals(long version, SortedMap<String, Aggregate> parts) {

  static final WindowTotals NONE = new WindowTotals(0, new TreeMap<>());

  WindowTotals {
    parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
  }

  /// Adds a part. The latest word on a part counts: a retried invocation may hold more of it.
  ///
  /// @return this very object if the part is there already
  WindowTotals with(String partId, Aggregate aggregate) {
    if (aggregate.equals(parts.get(partId))) {
      return this;
    }
    var merged = new TreeMap<>(parts);
    merged.put(partId, aggregate);
    return new WindowTotals(version + 1, merged);
  }

  /// The sum over all parts.
  ///
  /// @throws java.util.NoSuchElementException if there is no part
  Aggregate total() {
    return parts.values().stream().reduce(Aggregate::plus).orElseThrow();
  }
}
