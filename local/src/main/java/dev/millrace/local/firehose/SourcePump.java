package dev.millrace.local.firehose;

import dev.millrace.local.firehose.StreamCursor.Page;
import dev.millrace.local.mapping.StreamSignals;
import dev.millrace.local.time.Activity;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/// Carries the records of a Kinesis stream into a delivery stream, on a virtual thread: when told
/// that there are some, and every second otherwise.
///
/// It reads only what the delivery stream has room for.
final class SourcePump {

  private static final Logger log = LoggerFactory.getLogger(SourcePump.class);

  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final Duration POLL = Duration.ofSeconds(1);

  /// Between polls of a stream that was signalled once: for a lost signal only.
  private static final Duration SELDOM = Duration.ofSeconds(10);

  /// A shard that has more but gives nothing is not asked more often than Kinesis allows.
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final String name;
  private final StreamCursor cursor;
  private final Delivery delivery;
  private final Activity activity;
  private final StreamSignals.Subscription subscription;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition wake = lock.newCondition();
  private boolean wanted = true;
  private boolean signalled;
  private boolean reading;
  private boolean behind = true;
  private boolean closed;
  private long failures;

  private SourcePump(
      String name,
      String streamArn,
      StreamCursor cursor,
      Delivery delivery,
      StreamSignals signals,
      Activity activity) {
    this.name = name;
    this.cursor = cursor;
    this.delivery = delivery;
    this.activity = activity;
    this.subscription = signals.listen(streamArn, this::signal);
    this.thread = Thread.ofVirtual().name("read for " + name).unstarted(this::run);
  }

  static SourcePump start(
      String name,
      String streamArn,
      StreamCursor cursor,
      Delivery delivery,
      StreamSignals signals,
      Activity activity) {
    var pump = new SourcePump(name, streamArn, cursor, delivery, signals, activity);
    pump.thread.start();
    return pump;
  }

  /// Whether only new records, or room in the delivery stream, can change anything.
  boolean isIdle() {
    var room = delivery.hasRoom();
    lock.lock();
    try {
      return closed || (!reading && (!room || (!wanted && !behind)));
    } finally {
      lock.unlock();
    }
  }

  boolean isCaughtUp() {
    lock.lock();
    try {
      return !wanted && !behind && !reading;
    } finally {
      lock.unlock();
    }
  }

  long failures() {
    lock.lock();
    try {
      return failures;
    } finally {
      lock.unlock();
    }
  }

  /// Reads nothing more; a read under way is ended.
  void close() {
    subscription.close();
    end();
    thread.interrupt();
    try {
      thread.join(GRACE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    lock.lock();
    try {
      closed = true;
      wake.signalAll();
    } finally {
      lock.unlock();
    }
    activity.changed();
  }

  private void signal() {
    lock.lock();
    try {
      wanted = true;
      signalled = true;
      wake.signalAll();
    } finally {
      lock.unlock();
    }
    activity.changed();
  }

  private void run() {
    try {
      while (delivery.awaitRoom() && begin()) {
        round();
      }
    } catch (InterruptedException _) {
      log.atDebug().addKeyValue("deliveryStream", name).log("reader stopped");
    }
  }

  private void round() throws InterruptedException {
    try {
      finished(readAll());
    } catch (ResourceNotFoundException e) {
      warn(e, "source stream is gone, the delivery stream reads nothing more");
      end();
    } catch (RuntimeException e) {
      if (!isClosed()) {
        warn(e, "source stream could not be read, will be tried again");
      }
      failed();
    }
  }

  /// Reads each shard once.
  private Reached readAll() throws InterruptedException {
    var reached = Reached.END;
    for (var shard : cursor.shardsToRead()) {
      if (!delivery.awaitRoom()) {
        return Reached.MORE;
      }
      var place = cursor.place(shard);
      var page = cursor.read(shard);
      if (!accept(page, place)) {
        // it has room, so it must have been closed
        return Reached.MORE;
      }
      reached = reached.and(Reached.of(page));
    }
    return reached;
  }

  private boolean accept(Page page, SourcePosition.Place before) {
    try {
      return delivery.accept(page.records(), page.place()).isPresent();
    } catch (RuntimeException e) {
      // not taken, so they are to be read again
      cursor.back(before);
      throw e;
    }
  }

  /// How far a round of reads came.
  private enum Reached {
    END,
    NOTHING_YET,
    MORE;

    static Reached of(Page page) {
      if (page.ended()) {
        return MORE;
      }
      if (page.caughtUp()) {
        return END;
      }
      return page.records().isEmpty() ? NOTHING_YET : MORE;
    }

    Reached and(Reached other) {
      return compareTo(other) > 0 ? this : other;
    }
  }

  /// Waits until something should be read; false once closed.
  private boolean begin() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      var left = (signalled ? SELDOM : POLL).toNanos();
      while (!closed && !wanted && !behind && left > 0) {
        left = wake.awaitNanos(left);
      }
      wanted = false;
      reading = !closed;
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private void finished(Reached reached) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      reading = false;
      behind = reached != Reached.END;
      if (reached == Reached.NOTHING_YET) {
        pause(PAUSE);
      }
    } finally {
      lock.unlock();
    }
    activity.changed();
  }

  private void failed() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      reading = false;
      behind = true;
      failures++;
      pause(POLL);
    } finally {
      lock.unlock();
    }
    activity.changed();
  }

  private void pause(Duration time) throws InterruptedException {
    var left = time.toNanos();
    while (!closed && left > 0) {
      left = wake.awaitNanos(left);
    }
  }

  private void warn(RuntimeException cause, String message) {
    var event = cause instanceof SdkException ? log.atWarn() : log.atError().setCause(cause);
    event.addKeyValue("deliveryStream", name).addKeyValue("cause", cause).log(message);
  }
}
