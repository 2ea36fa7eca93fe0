package dev.millrace.local.mapping;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The tumbling window that a shard aggregates into.
///
/// @param window its span of time
/// @param state what the function last returned, a JSON object
/// @param span its records that were processed or given up; null before the first
record OpenWindow(Window window, String state, @Nullable Span span) {

  /// What the function gets with the first batch.
  static final String FRESH = "{}";

  static OpenWindow of(Window window) {
    return new OpenWindow(window, FRESH, null);
  }

  OpenWindow withState(String next) {
    return new OpenWindow(window, next, span);
  }

  OpenWindow plus(List<StreamRecord> finished) {
    return new OpenWindow(window, state, span == null ? Span.of(finished) : span.plus(finished));
  }
}
