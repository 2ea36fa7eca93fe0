package dev.millrace.local.sns;

import dev.millrace.local.time.Activity;
import dev.millrace.local.time.StackClock;
import dev.millrace.local.time.StackClock.Alarm;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What waits to go to the queue of one subscription: one after the other, in the order in which it
/// was published.
///
/// A queue that does not take a message is tried again, after a second at first and after at most
/// 20, by the stack's clock. A message is given up after 23 days, and one that the queue refuses
/// for what it is at once, as on AWS.
final class Outbox {

  private static final Logger log = LoggerFactory.getLogger(Outbox.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);
  private static final Duration PATIENCE = Duration.ofDays(23);

  private final Queues queues;
  private final StackClock clock;
  private final Activity activity;
  private final Consumer<Delivery> over;
  private final Deque<Delivery> waiting = new ArrayDeque<>();
  private @Nullable Alarm pause;
  private @Nullable Thread worker;
  private boolean busy;
  private boolean closed;
  private int failures;

  /// @param over is told of each delivery that was made, or given up
  Outbox(Queues queues, StackClock clock, Activity activity, Consumer<Delivery> over) {
    this.queues = queues;
    this.clock = clock;
    this.activity = activity;
    this.over = over;
  }

  synchronized void add(Delivery delivery) {
    waiting.add(delivery);
    if (!busy && pause == null) {
      start();
    }
  }

  synchronized boolean isBusy() {
    return busy;
  }

  synchronized int size() {
    return waiting.size();
  }

  /// Begins nothing more.
  synchronized void close() {
    closed = true;
    if (pause != null) {
      pause.cancel();
    }
  }

  /// Waits for the delivery under way.
  void join() throws InterruptedException {
    Thread working;
    synchronized (this) {
      working = worker;
    }
    if (working != null) {
      working.join();
    }
  }

  private synchronized void start() {
    pause = null;
    busy = !closed;
    if (busy) {
      worker = Thread.ofVirtual().name("sns-delivery").start(this::work);
    }
  }

  private void work() {
    for (var next = next(); next != null; next = next()) {
      try {
        queues.send(next);
        done(next);
      } catch (RuntimeException e) {
        failed(next, e);
      }
    }
    activity.changed();
  }

  private synchronized @Nullable Delivery next() {
    var next = closed || pause != null ? null : waiting.peek();
    busy = next != null;
    return next;
  }

  private void done(Delivery delivery) {
    over.accept(delivery);
    synchronized (this) {
      failures = 0;
      waiting.remove();
    }
  }

  private void failed(Delivery delivery, RuntimeException cause) {
    synchronized (this) {
      if (closed) {
        return;
      }
      failures++;
    }
    var problem =
        log.atWarn()
            .setCause(cause)
            .addKeyValue("subscription", delivery.subscription())
            .addKeyValue("queue", delivery.queue());
    if (cause instanceof UndeliverableException) {
      problem.log("queue will never take a message, which is given up");
      done(delivery);
    } else if (clock.instant().isAfter(delivery.published().plus(PATIENCE))) {
      problem.log("queue did not take a message in 23 days, which is given up");
      done(delivery);
    } else {
      problem.log("queue did not take a message, which is kept; will be tried again");
      rest();
    }
  }

  private synchronized void rest() {
    if (!closed) {
      var pauseFor = Duration.ofSeconds(1L << Math.min(failures - 1, 5));
      pause =
          clock.schedule(
              clock
                  .instant()
                  .plus(pauseFor.compareTo(LONGEST_PAUSE) < 0 ? pauseFor : LONGEST_PAUSE),
              this::start);
    }
  }
}
