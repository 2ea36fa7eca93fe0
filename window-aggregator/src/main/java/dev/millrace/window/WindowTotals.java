package dev.millrace.window;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// All that is known of one key in one window: a total per part. Immutable.
///
/// A part is kept with the records it stands for, so that merging it again changes nothing, whoever
/// merged in between.
///
/// @param version how many times the stored totals have changed; 0 when nothing is stored
/// @param parts by the name of their stretch
record WindowTotals(long version, SortedMap<String, Part> parts) {

  /// @param aggregate the total of the key over the records of the stretch
  record Part(Stretch stretch, Aggregate aggregate) {}

  static final WindowTotals NONE = new WindowTotals(0, new TreeMap<>());

  WindowTotals {
    parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
  }

  /// Adds a part. The latest word on a record counts: parts that share records with it are earlier
  /// attempts, and it replaces them.
  ///
  /// @return this very object if the part is there already
  WindowTotals with(Stretch stretch, Aggregate aggregate) {
    var part = new Part(stretch, aggregate);
    if (part.equals(parts.get(stretch.id()))) {
      return this;
    }
    var merged = new TreeMap<>(parts);
    merged.values().removeIf(earlier -> earlier.stretch().overlaps(stretch));
    merged.put(stretch.id(), part);
    return new WindowTotals(version + 1, merged);
  }

  /// The sum over all parts.
  ///
  /// @throws java.util.NoSuchElementException if there is no part
  Aggregate total() {
    return parts.values().stream().map(Part::aggregate).reduce(Aggregate::plus).orElseThrow();
  }
}
