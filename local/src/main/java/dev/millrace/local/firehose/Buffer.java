package dev.millrace.local.firehose;

import dev.millrace.local.firehose.S3Destination.Buffering;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import org.pcollections.ConsPStack;
import org.pcollections.PStack;

/// Records that wait for company, at least one.
///
/// @param newestFirst the records
/// @param bytes with delimiters
/// @param since when the first record came in
/// @param oldest when the oldest record arrived, which may be longer ago in a Kinesis stream
record Buffer(PStack<FirehoseRecord> newestFirst, long bytes, Instant since, Instant oldest) {

  static Buffer of(FirehoseRecord first, int delimiter, Instant now) {
    return new Buffer(
        ConsPStack.singleton(first), first.data().length + delimiter, now, first.arrival());
  }

  Buffer plus(FirehoseRecord next, int delimiter) {
    return new Buffer(
        newestFirst.plus(next),
        bytes + next.data().length + delimiter,
        since,
        next.arrival().isBefore(oldest) ? next.arrival() : oldest);
  }

  /// When its time is up.
  Instant due(Buffering rule) {
    return since.plus(rule.interval());
  }

  boolean isDue(Buffering rule, Instant now) {
    return bytes >= rule.bytes() || !now.isBefore(due(rule));
  }

  Batch seal(long number) {
    var records = new ArrayList<>(newestFirst);
    Collections.reverse(records);
    return new Batch(number, Collections.unmodifiableList(records), bytes, oldest);
  }
}
