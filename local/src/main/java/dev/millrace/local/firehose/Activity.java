package dev.millrace.local.firehose;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// Counts changes, so that "nothing is under way" can be told of many places at once.
final class Activity {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long changes;

  void changed() {
    lock.lock();
    try {
      changes++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  long changes() {
    lock.lock();
    try {
      return changes;
    } finally {
      lock.unlock();
    }
  }

  /// Whether `quiet` holds, and nothing changed while it looked.
  boolean isStill(BooleanSupplier quiet) {
    var before = changes();
    return quiet.getAsBoolean() && changes() == before;
  }

  /// Waits until `quiet` holds; false if it does not within the time.
  boolean awaitStill(BooleanSupplier quiet, Duration atMost) throws InterruptedException {
    var left = atMost.toNanos();
    while (true) {
      var before = changes();
      if (quiet.getAsBoolean() && changes() == before) {
        return true;
      }
      lock.lock();
      try {
        while (changes == before) {
          if (left <= 0) {
            return false;
          }
          left = changed.awaitNanos(left);
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
