package dev.millrace.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// A store that ceases to keep what it is given when its process crashes, or while the disk is
/// full.
final class FragileStore implements PositionStore {

  private final PositionStore store;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition saved = lock.newCondition();
  private boolean crashed;
  private boolean full;

  FragileStore(PositionStore store) {
    this.store = store;
  }

  void crash() {
    lock.lock();
    try {
      crashed = true;
    } finally {
      lock.unlock();
    }
  }

  void full(boolean isFull) {
    lock.lock();
    try {
      full = isFull;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until a mapping's document holds a text.
  void awaitSaved(String uuid, String part) throws InterruptedException {
    lock.lock();
    try {
      var left = TimeUnit.SECONDS.toNanos(30);
      while (!store.load(uuid).orElse("").contains(part)) {
        assertThat(left).as("time to save %s", part).isPositive();
        left = saved.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<String> load(String uuid) {
    return store.load(uuid);
  }

  @Override
  public void save(String uuid, Supplier<String> document) {
    lock.lock();
    try {
      if (full) {
        throw new UncheckedIOException("no room for " + place(uuid), new IOException("disk full"));
      }
      if (!crashed) {
        store.save(uuid, document);
      }
      saved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void remove(String uuid) {
    store.remove(uuid);
  }

  @Override
  public List<String> uuids() {
    return store.uuids();
  }

  @Override
  public String place(String uuid) {
    return store.place(uuid);
  }
}
