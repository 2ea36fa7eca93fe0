package dev.millrace.cli.produce;

import java.time.Duration;

/// How fast records are sent and how long.
///
/// @param perSecond records a second
/// @param count how many at most
/// @param duration for how long at most
public record Limits(double perSecond, long count, Duration duration) {

  /// No end.
  public static final Duration FOREVER = Duration.ofDays(36_500);
}
