package dev.millrace.cli.feed;

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
    void millis(long millis) throws InterruptedException;
  }

  /// Waits before the next attempt.
  ///
  /// @throws FeedException if there were enough attempts, saying what is left
  void beforeRetry(long left, String of, String reason) {
    if (++attempts >= MAX_ATTEMPTS) {
      throw new FeedException(
          "%s did not take %d records in %d attempts: %s".formatted(of, left, attempts, reason));
    }
    try {
      pause.millis(Math.min(LONGEST_MILLIS, FIRST_MILLIS << attempts));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FeedException("interrupted while feeding " + of, e);
    }
  }
}
