package dev.millrace.local.mapping;

import dev.millrace.local.mapping.StreamSource.Page;
import dev.millrace.local.mapping.StreamSource.ShardReader;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads a shard on a virtual thread, whenever it is due and there is room for records.
///
/// Everything but the reading itself happens under the shard's lock.
final class Fetcher {

  private static final Logger log = LoggerFactory.getLogger(Fetcher.class);

  private final String shardId;
  private final ShardReader reader;
  private final FetchSchedule schedule;
  private final InstantSource clock;
  private final ReentrantLock lock;
  private final Shard shard;
  private final Condition wake;
  private final Thread thread;
  private final long began = System.nanoTime();
  private boolean fetching;

  /// What a fetcher asks of its shard, always under the lock except for the lock itself.
  interface Shard {

    /// Makes a change under the lock.
    void locked(Runnable change);

    /// Whether there will ever be anything to read.
    boolean isReading();

    /// How many records may be read.
    int room();

    /// A page was read.
    ///
    /// @param asked when the stream was asked
    void fetched(Page page, Instant asked);

    /// The stream could not be read.
    void refused(RuntimeException cause);
  }

  Fetcher(
      String shardId,
      ShardReader reader,
      FetchSchedule schedule,
      InstantSource clock,
      ReentrantLock lock,
      Shard shard) {
    this.shardId = shardId;
    this.reader = reader;
    this.schedule = schedule;
    this.clock = clock;
    this.lock = lock;
    this.shard = shard;
    this.wake = lock.newCondition();
    this.thread = Thread.ofVirtual().name("fetch " + shardId).unstarted(this::fetchAll);
  }

  void start() {
    reader.listen(() -> shard.locked(this::signal));
    thread.start();
  }

  /// Ends a wait or a read under way.
  void interrupt() {
    thread.interrupt();
  }

  /// Waits for the read under way and gives up what is open at the service.
  void join() throws InterruptedException {
    thread.join();
    reader.close();
  }

  void join(Duration atMost) throws InterruptedException {
    thread.join(atMost);
    reader.close();
  }

  /// A server in this process says that there is something new. Not under the lock.
  void signalled() {
    reader.signalled();
  }

  /// The stream has something new.
  void signal() {
    schedule.signal(now());
  }

  /// The shard must know whether it is caught up.
  void demand() {
    schedule.demand();
  }

  /// Something changed that it may be waiting for.
  void wake() {
    wake.signalAll();
  }

  /// Whether there is more to read, as far as is known.
  boolean isPending() {
    return schedule.isPending();
  }

  /// Whether a read is under way or due.
  boolean isBusy() {
    return fetching || (schedule.isPending() && shard.room() > 0);
  }

  private void fetchAll() {
    try {
      for (var limit = awaitDue(); limit > 0; limit = awaitDue()) {
        fetch(limit);
      }
    } catch (InterruptedException _) {
      log.atDebug().addKeyValue("shard", shardId).log("reader stopped");
    }
  }

  /// Waits until the shard should be read; how many records then fit, or 0 to stop.
  private int awaitDue() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (shard.isReading()) {
        var room = shard.room();
        var wait = schedule.nextAt() - now();
        if (room > 0 && wait <= 0) {
          schedule.started(now());
          fetching = true;
          return room;
        }
        if (room > 0) {
          wake.awaitNanos(wait);
        } else {
          wake.await();
        }
      }
      return 0;
    } finally {
      lock.unlock();
    }
  }

  private void fetch(int limit) {
    var asked = clock.instant();
    try {
      var page = reader.read(limit);
      shard.locked(() -> fetched(page, asked));
    } catch (RuntimeException e) {
      shard.locked(() -> failed(e));
    }
  }

  private void fetched(Page page, Instant asked) {
    fetching = false;
    schedule.finished(now(), page);
    shard.fetched(page, asked);
  }

  private void failed(RuntimeException cause) {
    fetching = false;
    if (cause instanceof StreamNotFoundException) {
      schedule.gone(now());
    } else {
      schedule.failed(now());
    }
    shard.refused(cause);
  }

  private long now() {
    return System.nanoTime() - began;
  }
}
