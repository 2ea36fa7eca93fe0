package dev.millrace.local.kinesis;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.pcollections.PSortedMap;

/// A part of a listing.
///
/// @param hasMore whether the listing goes on after these items
record Page<T>(List<T> items, boolean hasMore) {

  /// The first `limit` values after a key (or from the beginning, if it is null) that match.
  static <K, T> Page<T> of(
      PSortedMap<K, T> map, @Nullable K after, int limit, Predicate<T> matching) {
    var rest = after == null ? map : map.tailMap(after, false);
    var items = new ArrayList<T>();
    for (var value : rest.values()) {
      if (matching.test(value)) {
        if (items.size() == limit) {
          return new Page<>(items, true);
        }
        items.add(value);
      }
    }
    return new Page<>(items, false);
  }
}
