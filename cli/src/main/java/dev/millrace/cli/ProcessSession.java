package dev.millrace.cli;

import dev.millrace.cli.live.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A session that lasts until Ctrl-C; the process then waits until it is closed.
final class ProcessSession implements Session, AutoCloseable {

  private final CountDownLatch over = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);

  /// Ends it, and returns when everything is told.
  void end() {
    over.countDown();
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Instant instant() {
    return Instant.now();
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public void pause(Duration wait) {
    try {
      var _ = over.await(wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      over.countDown();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isOver() {
    return over.getCount() == 0;
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
