package dev.millrace.pipelines;

import java.time.Duration;

/// Waiting where nobody can move the clock.
final class RealTime {

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private RealTime() {}

  /// Makes checks until they hold.
  ///
  /// @param patience how long they may take to; then the last failure is thrown
  static void eventually(Runnable checks, Duration patience) {
    var deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        checks.run();
        return;
      } catch (AssertionError e) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError("not so after " + patience + ": " + e.getMessage(), e);
        }
      }
      pause();
    }
  }

  /// Between two looks at something that gives no signal.
  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", e);
    }
  }
}
