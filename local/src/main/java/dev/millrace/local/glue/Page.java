package dev.millrace.local.glue;

import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A part of a list that is in the order of names.
///
/// @param nextToken the last name of this page, if there is another
record Page<T>(List<T> items, @Nullable String nextToken) {

  private static final int MOST = 100;

  /// The items behind those of the page that ended with `after`.
  ///
  /// @throws AwsException if a page cannot have so many
  static <T> Page<T> of(
      Collection<T> all,
      Function<T, String> name,
      @Nullable Integer maxResults,
      @Nullable String after) {
    var limit = limit(maxResults);
    var rest =
        all.stream()
            .filter(each -> after == null || name.apply(each).compareTo(after) > 0)
            .toList();
    var page = rest.subList(0, Math.min(limit, rest.size()));
    return new Page<>(page, page.size() < rest.size() ? name.apply(page.getLast()) : null);
  }

  private static int limit(@Nullable Integer asked) {
    if (asked != null && (asked < 1 || asked > MOST)) {
      throw new AwsException(
          AwsError.INVALID_INPUT, "MaxResults must be from 1 to %d, was %d".formatted(MOST, asked));
    }
    return asked == null ? MOST : asked;
  }
}
