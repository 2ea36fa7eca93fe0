package dev.millrace.local.cloudwatch;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// The time that a query is about, cut into spans.
///
/// @param start the beginning of a minute
/// @param seconds the length of a span
record Period(Instant start, Instant end, long seconds) {

  /// @throws dev.millrace.local.gateway.AwsException if there is no such time
  static Period of(Instant start, Instant end, int seconds) {
    if (!start.isBefore(end)) {
      throw Refusal.combination(
          "The parameter StartTime must be less than the parameter EndTime, was %s and %s",
          start, end);
    }
    if (seconds < Series.SECONDS || seconds % Series.SECONDS != 0) {
      throw Refusal.value(
          "Period must be a multiple of 60, shorter ones are not supported here, was %d", seconds);
    }
    return new Period(start.truncatedTo(ChronoUnit.MINUTES), end, seconds);
  }

  /// How many spans there are.
  long count() {
    return Math.ceilDiv(end.getEpochSecond() - start.getEpochSecond(), seconds);
  }
}
