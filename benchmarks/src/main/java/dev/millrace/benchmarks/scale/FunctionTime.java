package dev.millrace.benchmarks.scale;

import java.time.Duration;

/// How long an invocation takes.
///
/// @param fixed whatever it gets
/// @param perRecord besides, for each record of its batch
record FunctionTime(Duration fixed, Duration perRecord) {

  static FunctionTime ofMillis(long fixed) {
    return new FunctionTime(Duration.ofMillis(fixed), Duration.ZERO);
  }

  Duration of(int records) {
    return fixed.plus(perRecord.multipliedBy(records));
  }

  double seconds(int records) {
    return of(records).toNanos() / 1e9;
  }
}
