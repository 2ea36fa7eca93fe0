package dev.millrace.fleet.kinesis;

import java.time.Duration;
import java.util.OptionalLong;

/// How far event time has come on one shard.
///
/// It follows the newest event. When there is nothing left to read and nothing has come for a
/// while, it goes on by the wall clock, so that silent producers hold no window open. While there
/// is something left to read, or reading fails, it waits. All times are in milliseconds since 1970.
///
/// @param latest when the newest event happened, or `UNKNOWN`
/// @param heardAt when there last was something to read, or `UNKNOWN`
record EventTime(long latest, long heardAt) {

  static final long UNKNOWN = Long.MIN_VALUE;

  static EventTime from(long latest) {
    return new EventTime(latest, UNKNOWN);
  }

  /// An event's time counts up to now: a clock that is fast must not close everyone's windows.
  EventTime heard(long eventTime, long now) {
    return new EventTime(Math.max(latest, Math.min(eventTime, now)), now);
  }

  /// After a look at the shard.
  EventTime polled(boolean atTip, long now) {
    return atTip && heardAt != UNKNOWN ? this : new EventTime(latest, now);
  }

  boolean isSilent(long now, Duration idleness) {
    return latest == UNKNOWN && heardAt != UNKNOWN && now - heardAt > idleness.toMillis();
  }

  /// No event before this is expected any more; empty if none has ever come.
  OptionalLong watermark(long now, Duration outOfOrderness, Duration idleness) {
    if (latest == UNKNOWN) {
      return OptionalLong.empty();
    }
    var quiet = heardAt == UNKNOWN ? 0 : now - heardAt - idleness.toMillis();
    return OptionalLong.of(latest - outOfOrderness.toMillis() - 1 + Math.max(0, quiet));
  }
}
