package dev.millrace.local.firehose;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import org.pcollections.ConsPStack;
import org.pcollections.PStack;

/// Records that wait for company, at least one.
///
/// @param number of the batch they become
/// @param newestFirst the records
/// @param bytes with delimiters
/// @param since when the first record came in
/// @param oldest when the oldest record arrived, which may be longer ago in a Kinesis stream
record Buffer(
    long number, PStack<FirehoseRecord> newestFirst, long bytes, Instant since, Instant oldest) {

  static Buffer of(long number, FirehoseRecord first, int delimiter, Instant now) {
    return new Buffer(
        number, ConsPStack.singleton(first), first.data().length + delimiter, now, first.arrival());
  }

  Buffer plus(FirehoseRecord next, int delimiter) {
    return new Buffer(
        number,
        newestFirst.plus(next),
        bytes + next.data().length + delimiter,
        since,
        next.arrival().isBefore(oldest) ? next.arrival() : oldest);
  }

  /// When its time is up.
  Instant due(Buffering rule) {
    return since.plus(rule.interval());
  }

  boolean isFull(Buffering rule) {
    return bytes >= rule.bytes();
  }

  boolean isDue(Buffering rule, Instant now) {
    return isFull(rule) || !now.isBefore(due(rule));
  }

  Batch seal(Lane lane) {
    var records = new ArrayList<>(newestFirst);
    Collections.reverse(records);
    return new Batch(number, lane, Collections.unmodifiableList(records), bytes, oldest);
  }
}
