package dev.millrace.local.mapping;

import java.util.List;

/// The tumbling window that a shard aggregates into.
///
/// @param window its span of time
/// @param state what the function last returned, a JSON object
/// @param span the records that were given to the function for this window
record OpenWindow(Window window, String state, Span span) {

  /// What the function gets with the first batch.
  static final String FRESH = "{}";

  static OpenWindow of(Window window, List<StreamRecord> records) {
    return new OpenWindow(window, FRESH, Span.of(records));
  }

  OpenWindow withState(String next) {
    return new OpenWindow(window, next, span);
  }

  OpenWindow plus(List<StreamRecord> records) {
    return new OpenWindow(window, state, span.to(records));
  }
}
