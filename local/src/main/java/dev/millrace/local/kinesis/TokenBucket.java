package dev.millrace.local.kinesis;

import java.util.concurrent.TimeUnit;

/// A quota of so much a second, saved up for a second at most. Immutable; times are nanoseconds
/// since any fixed moment.
///
/// A full bucket gives whatever is asked for, however much. It then gives nothing until it is full
/// again, so that in the long run nobody gets more than the quota.
///
/// @param openAt from when on it gives anything
/// @param fullAt when it is full if nothing more is taken
public record TokenBucket(long perSecond, long openAt, long fullAt) {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /// One from which nothing was taken.
  public static TokenBucket full(long perSecond, long now) {
    return new TokenBucket(perSecond, now, now);
  }

  /// Whether so much can be had now.
  public boolean gives(long amount, long now) {
    return isFull(now) || (now - openAt >= 0 && missing(now) + nanos(amount) <= SECOND);
  }

  /// The bucket without an amount, that it gives or that turned out to have been taken.
  public TokenBucket take(long amount, long now) {
    long missing = missing(now) + nanos(amount);
    long full = now + missing;
    return new TokenBucket(perSecond, missing > SECOND ? full : openAt, full);
  }

  boolean isFull(long now) {
    return fullAt - now <= 0;
  }

  /// How long it takes to fill.
  private long missing(long now) {
    return Math.max(0, fullAt - now);
  }

  private long nanos(long amount) {
    return amount * SECOND / perSecond;
  }
}
