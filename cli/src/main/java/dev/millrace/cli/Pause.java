package dev.millrace.cli;

import java.time.Duration;

/// What waits between two looks at something.
@FunctionalInterface
interface Pause {

  /// Whether to look again afterwards.
  boolean after(Duration wait) throws InterruptedException;

  /// Waits, and always looks again.
  static Pause sleeping() {
    return wait -> {
      Thread.sleep(wait);
      return true;
    };
  }
}
