package dev.millrace.cli.feed;

import dev.millrace.cli.live.Session;
import java.time.Duration;

/// Pauses between attempts at what a service did not take, up to a limit of attempts.
final class Backoff {

  private static final int MAX_ATTEMPTS = 12;
  private static final long FIRST_MILLIS = 50;
  private static final long LONGEST_MILLIS = 5_000;

  private final Pause pause;
  private int attempts;

  Backoff(Pause pause) {
    this.pause = pause;
  }

  /// What waits.
  @FunctionalInterface
  interface Pause {

    /// Whether to try again afterwards.
    boolean millis(long millis) throws InterruptedException;

    static Pause sleeping() {
      return millis -> {
        Thread.sleep(millis);
        return true;
      };
    }

    /// Pauses of a session, whose end they do not outlast.
    static Pause of(Session session) {
      return millis -> {
        session.pause(Duration.ofMillis(millis));
        return !session.isOver();
      };
    }
  }

  /// Waits before the next attempt.
  ///
  /// @throws FeedException if there were enough attempts or there is no more time, saying what is
  ///   left
  void beforeRetry(long left, String of, String reason) {
    if (++attempts >= MAX_ATTEMPTS) {
      throw new FeedException(
          "%s did not take %d records in %d attempts: %s".formatted(of, left, attempts, reason));
    }
    try {
      if (!pause.millis(Math.min(LONGEST_MILLIS, FIRST_MILLIS << attempts))) {
        throw new FeedException(
            "%s had not taken %d records when told to end: %s".formatted(of, left, reason));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FeedException("interrupted while feeding " + of, e);
    }
  }
}
