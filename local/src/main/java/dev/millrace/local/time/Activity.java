package dev.millrace.local.time;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// Notices every change, so that "nothing is going on" can be told of many places at once.
///
/// Looking at one place after the other could miss work that moves from one not yet looked at to
/// one already seen; a count of changes shows that nothing moved meanwhile.
public final class Activity {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long changes;

  /// Something changed. Call it after every change, without holding what `quiet` looks at.
  public void changed() {
    lock.lock();
    try {
      changes++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Whether `quiet` holds, and nothing changed while it looked.
  public boolean isStill(BooleanSupplier quiet) {
    var before = count();
    return quiet.getAsBoolean() && count() == before;
  }

  /// Waits until `quiet` holds; false if it does not within the time.
  public boolean awaitStill(BooleanSupplier quiet, Duration atMost) throws InterruptedException {
    var left = atMost.toNanos();
    while (true) {
      var before = count();
      if (quiet.getAsBoolean() && count() == before) {
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

  /// Waits until `condition` holds, which is looked at after each change, and now and then; false
  /// if it does not within the time.
  ///
  /// @param recheck how long it goes unlooked at if nothing changes
  public boolean await(BooleanSupplier condition, Duration recheck, Duration atMost)
      throws InterruptedException {
    var deadline = System.nanoTime() + atMost.toNanos();
    while (true) {
      var before = count();
      if (condition.getAsBoolean()) {
        return true;
      }
      var left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      awaitChange(before, Math.min(left, recheck.toNanos()));
    }
  }

  private void awaitChange(long since, long nanos) throws InterruptedException {
    lock.lock();
    try {
      var left = nanos;
      while (changes == since && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private long count() {
    lock.lock();
    try {
      return changes;
    } finally {
      lock.unlock();
    }
  }
}
