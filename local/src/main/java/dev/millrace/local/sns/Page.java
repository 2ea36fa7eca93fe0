package dev.millrace.local.sns;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A part of a list in the order of ARNs.
///
/// @param nextToken the last ARN of this page, if there is another
record Page<T>(List<T> items, @Nullable String nextToken) {

  private static final int SIZE = 100;

  static <T> Page<T> of(Iterable<T> all, Function<T, String> arn, @Nullable String after) {
    var rest =
        java.util.stream.StreamSupport.stream(all.spliterator(), false)
            .filter(item -> after == null || arn.apply(item).compareTo(after) > 0)
            .toList();
    var items = rest.subList(0, Math.min(SIZE, rest.size()));
    return new Page<>(items, items.size() < rest.size() ? arn.apply(items.getLast()) : null);
  }
}
