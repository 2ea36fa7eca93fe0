package dev.millrace.local.firehose;

import dev.millrace.local.time.Activity;
import dev.millrace.local.time.StackClock;
import dev.millrace.local.time.StackClock.Alarm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/// Keeps one delivery stream going: brings its state events one at a time, sets its alarm, and
/// stores its batches on a virtual thread.
final class Delivery {

  private static final Logger log = LoggerFactory.getLogger(Delivery.class);

  /// What may wait besides a full buffer. More is only taken once S3 has some.
  private static final long MOST_WAITING = 64L << 20;

  private static final Duration GRACE = Duration.ofSeconds(2);

  private final String name;
  private final S3Sink sink;
  private final StackClock clock;
  private final Activity activity;
  private final DeliveryStore store;
  private final DeliveryState.Rules rules;
  private final long capacity;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private DeliveryState state;
  private @Nullable Alarm alarm;
  private @Nullable Thread storing;
  private long taken;
  private long delivered;
  private long objects;
  private long failures;
  private boolean closed;

  Delivery(String name, S3Sink sink, StackClock clock, Activity activity) {
    this(name, sink, clock, activity, DeliveryStore.NONE, DeliveryState.EMPTY, 0);
  }

  /// @param store keeps what happens, before it counts
  /// @param state what is to be delivered from before
  /// @param taken how many records there were before
  Delivery(
      String name,
      S3Sink sink,
      StackClock clock,
      Activity activity,
      DeliveryStore store,
      DeliveryState state,
      long taken) {
    this.store = store;
    this.state = state.resting();
    this.taken = taken;
    this.delivered = taken - state.records();
    this.objects = state.batches() - state.sealed().size();
    this.name = name;
    this.sink = sink;
    this.clock = clock;
    this.activity = activity;
    var destination = sink.destination();
    this.rules = new DeliveryState.Rules(destination.buffering(), destination.delimiter().length);
    this.capacity = destination.buffering().bytes() + MOST_WAITING;
  }

  /// Takes records; they are delivered once, in this order.
  ///
  /// @return the number of the first record, counted from 0; empty if there is no room
  Optional<Long> accept(List<FirehoseRecord> records) {
    return accept(records, null);
  }

  /// Takes records of a source; a restart reads on behind them.
  Optional<Long> accept(List<FirehoseRecord> records, SourcePosition.@Nullable Place place) {
    return locked(() -> {
      if (closed || isFull()) {
        return Optional.empty();
      }
      var first = taken;
      if (records.isEmpty()) {
        return Optional.of(first);
      }
      apply(new DeliveryEvent.Arrived(records), place);
      taken += records.size();
      return Optional.of(first);
    });
  }

  /// Goes on with what is to be delivered from before.
  void resume() {
    tick();
  }

  /// Waits for room; false if there will never be any.
  boolean awaitRoom() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed && isFull()) {
        changed.await();
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /// Delivers what there is without waiting for more.
  void flush() {
    locked(() -> {
      apply(new DeliveryEvent.Flush());
      return state;
    });
  }

  /// Whether only the clock or new records can change anything.
  boolean isIdle() {
    return locked(() -> !state.storing());
  }

  boolean hasRoom() {
    return locked(() -> !isFull());
  }

  boolean isEmpty() {
    return locked(() -> state.records() == 0);
  }

  DeliveryStatus status(long sourceFailures, boolean caughtUp) {
    return locked(() ->
        new DeliveryStatus(
            name,
            taken,
            state.records(),
            state.bytes(),
            delivered,
            objects,
            failures + sourceFailures,
            caughtUp));
  }

  /// Takes and stores nothing more. A batch on its way may still arrive.
  void close() {
    locked(() -> {
      closed = true;
      cancelAlarm();
      return state;
    });
  }

  /// Waits for the batch on its way; for a delivery that is closed.
  void awaitStored() {
    var thread = locked(() -> Optional.ofNullable(storing));
    try {
      if (thread.isPresent() && !thread.get().join(GRACE)) {
        thread.get().interrupt();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isFull() {
    return state.bytes() >= capacity;
  }

  private <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  private void apply(DeliveryEvent event) {
    apply(event, null);
  }

  private void apply(DeliveryEvent event, SourcePosition.@Nullable Place place) {
    step(event, place);
    // the time may have come meanwhile: a frozen clock would not ring
    var due = state.wakeAt(rules);
    while (!closed && due.isPresent() && !clock.instant().isBefore(due.get())) {
      step(new DeliveryEvent.Tick(), null);
      due = state.wakeAt(rules);
    }
    changed.signalAll();
    activity.changed();
  }

  private void step(DeliveryEvent event, SourcePosition.@Nullable Place place) {
    var now = clock.instant();
    var step = state.step(rules, event, now);
    keep(event, now, step.state(), place);
    cancelAlarm();
    state = step.state();
    if (closed) {
      return;
    }
    step.store()
        .ifPresent(batch ->
            storing = Thread.ofVirtual().name("deliver " + name).start(() -> store(batch)));
    state.wakeAt(rules).ifPresent(this::setAlarm);
  }

  private void keep(
      DeliveryEvent event, Instant now, DeliveryState after, SourcePosition.@Nullable Place place) {
    switch (event) {
      case DeliveryEvent.Arrived _, DeliveryEvent.Stored _ ->
          store.happens(event, now, after, place);
      case DeliveryEvent.Tick _, DeliveryEvent.Flush _, DeliveryEvent.StoreFailed _ -> {
        // how often storing failed is forgotten; a batch that was sealed is not
        if (after.batches() > state.batches()) {
          store.happens(event, now, after, place);
        }
      }
    }
  }

  private void setAlarm(Instant due) {
    alarm = clock.schedule(due, this::tick);
  }

  private void tick() {
    locked(() -> {
      apply(new DeliveryEvent.Tick());
      return state;
    });
  }

  private void cancelAlarm() {
    if (alarm != null) {
      alarm.cancel();
      alarm = null;
    }
  }

  private void store(Batch batch) {
    var failure = tryToStore(batch);
    locked(() -> {
      if (failure.isEmpty()) {
        delivered += batch.records().size();
        objects++;
        apply(new DeliveryEvent.Stored());
      } else {
        failures++;
        apply(new DeliveryEvent.StoreFailed());
        warn(batch, failure.get());
      }
      return state;
    });
  }

  private Optional<Throwable> tryToStore(Batch batch) {
    try {
      sink.store(batch);
      return Optional.empty();
    } catch (RuntimeException | Error e) {
      // whatever it is: the records are kept, and the operator must see it
      return Optional.of(e);
    }
  }

  private void warn(Batch batch, Throwable cause) {
    // what S3 or the way to it says needs no stack trace, anything else is a fault of ours
    var event = cause instanceof SdkException ? log.atWarn() : log.atError().setCause(cause);
    event
        .addKeyValue("deliveryStream", name)
        .addKeyValue("bucket", sink.destination().bucket())
        .addKeyValue("key", sink.key(batch))
        .addKeyValue("records", batch.records().size())
        .addKeyValue("cause", cause)
        .addKeyValue("retryAt", state.retryAt())
        .log("object could not be written, its records are kept and tried again");
  }
}
