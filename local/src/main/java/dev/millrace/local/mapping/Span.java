package dev.millrace.local.mapping;

import java.time.Instant;
import java.util.List;

/// A run of records, as a failure message describes it.
///
/// @param first the oldest
/// @param last the newest
/// @param count how many
record Span(Edge first, Edge last, int count) {

  /// The record at one end.
  record Edge(SequenceNumber sequenceNumber, Instant arrival) {

    private static Edge of(StreamRecord record) {
      return new Edge(record.sequenceNumber(), record.arrival());
    }

    private boolean isBefore(Edge other) {
      return sequenceNumber.compareTo(other.sequenceNumber) < 0;
    }

    @Override
    public String toString() {
      return sequenceNumber.text();
    }
  }

  static Span of(List<StreamRecord> records) {
    return new Span(Edge.of(records.getFirst()), Edge.of(records.getLast()), records.size());
  }

  /// This span and other records, which may lie before it or within.
  Span plus(List<StreamRecord> more) {
    var other = of(more);
    return new Span(
        other.first.isBefore(first) ? other.first : first,
        last.isBefore(other.last) ? other.last : last,
        count + other.count);
  }
}
