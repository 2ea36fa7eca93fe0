package dev.millrace.common;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/// Cuts work into the batches that a service takes in one call.
public final class Batches {

  private Batches() {}

  /// Splits items into as few batches as their order allows.
  ///
  /// @param sizeOf how many bytes of a batch an item takes
  /// @throws PoisonException if one item alone is over `maxBytes`, which names the item
  public static <T> List<List<T>> split(
      List<T> items, ToLongFunction<? super T> sizeOf, int maxCount, long maxBytes) {
    if (maxCount < 1) {
      throw new IllegalArgumentException("maxCount must be at least 1, was " + maxCount);
    }
    var batches = new ArrayList<List<T>>();
    var batch = new ArrayList<T>();
    var bytes = 0L;
    for (var item : items) {
      var size = sizeOf.applyAsLong(item);
      if (size > maxBytes) {
        throw new PoisonException(
            "an item must have at most %d bytes, had %d: %s"
                .formatted(maxBytes, size, Snippet.of(item)));
      }
      if (!batch.isEmpty() && (batch.size() == maxCount || bytes + size > maxBytes)) {
        batches.add(List.copyOf(batch));
        batch.clear();
        bytes = 0;
      }
      batch.add(item);
      bytes += size;
    }
    if (!batch.isEmpty()) {
      batches.add(List.copyOf(batch));
    }
    return List.copyOf(batches);
  }
}
