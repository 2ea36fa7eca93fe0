package dev.millrace.local.mapping;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Saves in the background whenever something moved, as often as saving allows.
final class Saver {

  private static final long NEVER = Long.MAX_VALUE / 2;
  private static final long RETRY = Duration.ofSeconds(1).toNanos();

  private final Runnable save;
  private final Consumer<RuntimeException> failed;
  private final Runnable changed;
  private final Thread thread;

  /// Held while saving, so that what is saved last is the newest.
  private final ReentrantLock saving = new ReentrantLock();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition wake = lock.newCondition();
  private boolean moved;
  private boolean ending;
  private volatile boolean busy;

  /// @param failed hears why it could not be saved; it will be tried again
  /// @param changed is called after every try
  Saver(String name, Runnable save, Consumer<RuntimeException> failed, Runnable changed) {
    this.save = save;
    this.failed = failed;
    this.changed = changed;
    this.thread = Thread.ofVirtual().name(name).unstarted(this::saveAll);
  }

  void start() {
    thread.start();
  }

  /// There is something to save.
  void moved() {
    lock.lock();
    try {
      moved = true;
      busy = true;
      wake.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Whether something is to be saved that was not tried yet.
  boolean isBusy() {
    return busy;
  }

  /// Saves now.
  void save() {
    saving.lock();
    try {
      save.run();
    } finally {
      saving.unlock();
    }
  }

  /// Ends after what is there to save was saved, or could not be.
  void end() throws InterruptedException {
    lock.lock();
    try {
      ending = true;
      wake.signalAll();
    } finally {
      lock.unlock();
    }
    thread.join();
  }

  private void saveAll() {
    var pause = NEVER;
    while (awaitMoved(pause)) {
      try {
        save();
        pause = NEVER;
      } catch (RuntimeException e) {
        failed.accept(e);
        pause = RETRY;
      }
      tried();
    }
  }

  /// Waits until something moved or it is time to try again; false if there is nothing left to do.
  private boolean awaitMoved(long pause) {
    lock.lock();
    try {
      var left = pause;
      while (!moved && !ending && left > 0) {
        left = wake.awaitNanos(left);
      }
      var due = moved || (!ending && left <= 0);
      moved = false;
      return due;
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a saver", e);
    } finally {
      lock.unlock();
    }
  }

  private void tried() {
    lock.lock();
    try {
      busy = moved;
    } finally {
      lock.unlock();
    }
    changed.run();
  }
}
