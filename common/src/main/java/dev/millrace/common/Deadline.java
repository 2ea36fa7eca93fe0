package dev.millrace.common;

import com.amazonaws.services.lambda.runtime.Context;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.TemporalAmount;
import java.util.function.LongSupplier;

/// The time that is left for work, short of a margin in which to report what was not done.
public final class Deadline {

  private final LongSupplier remainingMillis;

  private Deadline(LongSupplier remainingMillis) {
    this.remainingMillis = remainingMillis;
  }

  /// Ends `margin` before Lambda stops the invocation.
  public static Deadline of(Context context, Duration margin) {
    var marginMillis = margin.toMillis();
    return new Deadline(() -> context.getRemainingTimeInMillis() - marginMillis);
  }

  /// Ends when this much time has passed on the clock.
  public static Deadline after(InstantSource clock, TemporalAmount time) {
    var end = clock.instant().plus(time);
    return new Deadline(() -> Duration.between(clock.instant(), end).toMillis());
  }

  /// What is left, never negative.
  public Duration remaining() {
    return Duration.ofMillis(Math.max(0, remainingMillis.getAsLong()));
  }

  public boolean isOver() {
    return remaining().isZero();
  }

  /// How long one call may take: this long, but not beyond the deadline. Always positive.
  public Duration limit(Duration call) {
    var remaining = remaining();
    var shorter = call.compareTo(remaining) < 0 ? call : remaining;
    return shorter.isPositive() ? shorter : Duration.ofMillis(1);
  }

  /// Whether something that takes this long would still leave time for work.
  public boolean allows(Duration time) {
    return time.compareTo(remaining()) < 0;
  }
}
