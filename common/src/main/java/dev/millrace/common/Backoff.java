package dev.millrace.common;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Exponential back-off with full jitter: before retry `n` wait a random time from zero up to
/// `base` · 2ⁿ⁻¹, at most `cap`.
///
/// @param attempts how often in all a thing is tried, the first time included
public record Backoff(Duration base, Duration cap, int attempts) {

  public Backoff {
    require(!base.isNegative(), "back-off base", "not be negative", base);
    require(cap.compareTo(base) >= 0, "back-off cap", "be at least the base " + base, cap);
    require(attempts >= 1, "back-off attempts", "be at least 1", attempts);
  }

  /// Reads `RETRY_BASE`, `RETRY_CAP` (ISO-8601 durations) and `RETRY_ATTEMPTS` (1 to 100).
  public static Backoff from(Env env, Backoff fallback) {
    return new Backoff(
        env.duration("RETRY_BASE", fallback.base()),
        env.duration("RETRY_CAP", fallback.cap()),
        env.integer("RETRY_ATTEMPTS", fallback.attempts(), 1, 100));
  }

  /// How long to wait before a retry, counted from 1.
  public Duration delay(int retry, RandomGenerator random) {
    return Duration.ofMillis(random.nextLong(ceiling(retry).toMillis() + 1));
  }

  private Duration ceiling(int retry) {
    var ceiling = base;
    for (var i = 1; i < retry && ceiling.compareTo(cap) < 0; i++) {
      ceiling = ceiling.plus(ceiling);
      if (ceiling.isZero()) {
        break;
      }
    }
    return ceiling.compareTo(cap) < 0 ? ceiling : cap;
  }

  private static void require(boolean holds, String thing, String rule, Object value) {
    if (!holds) {
      throw new ConfigException(thing, rule, value.toString());
    }
  }
}
