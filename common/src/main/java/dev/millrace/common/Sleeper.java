package dev.millrace.common;

import java.time.Duration;

/// Waits, or in tests only writes down for how long.
@FunctionalInterface
public interface Sleeper {

  /// The calling thread sleeps.
  Sleeper THREAD = Thread::sleep;

  void sleep(Duration time) throws InterruptedException;
}
