package dev.millrace.local.mapping;

import java.util.List;

/// A run of records, as a failure message describes it.
///
/// @param first the oldest
/// @param last the newest
/// @param count how many
record Span(StreamRecord first, StreamRecord last, int count) {

  static Span of(List<StreamRecord> records) {
    return new Span(records.getFirst(), records.getLast(), records.size());
  }

  /// This span and the records that follow it.
  Span to(List<StreamRecord> more) {
    return new Span(first, more.getLast(), count + more.size());
  }
}
