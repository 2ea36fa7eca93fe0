package dev.millrace.local.firehose;

import dev.millrace.local.time.Activity;
import dev.millrace.local.time.StackClock;
import dev.millrace.local.time.StackClock.Alarm;
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

  private final String name;
  private final StackClock clock;
  private final Activity activity;
  private final DeliveryStore store;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Work work;
  private DeliveryState state;
  private @Nullable Alarm alarm;
  private long taken;
  private long delivered;
  private long objects;
  private long failures;
  private boolean draining;
  private boolean closed;

  /// What is done with records.
  ///
  /// @param pipeline null if they are not processed
  record Work(DeliveryState.Rules rules, @Nullable Pipeline pipeline, Sink sink) {

    long capacity() {
      return rules.data().bytes() + MOST_WAITING;
    }
  }

  /// @param work what is done with records
  /// @param store keeps what happens, before it counts
  /// @param kept what is to be delivered from before
  /// @param taken how many records there were before
  Delivery(
      String name,
      Work work,
      StackClock clock,
      Activity activity,
      DeliveryStore store,
      DeliveryState kept,
      long taken) {
    this.name = name;
    this.work = work;
    this.clock = clock;
    this.activity = activity;
    this.store = store;
    this.state = kept.resting();
    this.taken = taken;
    this.delivered = Math.max(0, taken - kept.records());
    this.objects = kept.output().finished();
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
      draining = true;
      apply(new DeliveryEvent.Flush());
      return state;
    });
  }

  /// Goes on under other settings.
  ///
  /// @param keep keeps them, before they count
  void change(Work other, Runnable keep) {
    locked(() -> {
      keep.run();
      work = other;
      apply(new DeliveryEvent.Tick());
      return state;
    });
  }

  /// Whether only the clock or new records can change anything.
  boolean isIdle() {
    return locked(() -> !state.isBusy());
  }

  boolean hasRoom() {
    return locked(() -> !isFull());
  }

  boolean isEmpty() {
    return locked(() -> state.isEmpty());
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

  private boolean isFull() {
    return state.sealedBytes() >= work.capacity();
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
    var due = state.wakeAt(work.rules());
    while (!closed && due.isPresent() && !clock.instant().isBefore(due.get())) {
      step(new DeliveryEvent.Tick(), null);
      due = state.wakeAt(work.rules());
    }
    changed.signalAll();
    activity.changed();
  }

  private void step(DeliveryEvent event, SourcePosition.@Nullable Place place) {
    var now = clock.instant();
    var step = state.step(work.rules(), event, now);
    keep(event, now, step.state(), place);
    cancelAlarm();
    state = step.state();
    if (closed) {
      return;
    }
    step.process()
        .ifPresent(batch -> Thread.ofVirtual().name("process " + name).start(() -> process(batch)));
    step.store()
        .ifPresent(batch -> Thread.ofVirtual().name("deliver " + name).start(() -> store(batch)));
    state.wakeAt(work.rules()).ifPresent(this::setAlarm);
  }

  private void keep(
      DeliveryEvent event, Instant now, DeliveryState after, SourcePosition.@Nullable Place place) {
    switch (event) {
      case DeliveryEvent.Arrived _, DeliveryEvent.Processed _, DeliveryEvent.Stored _ ->
          store.happens(event, now, after, place);
      case DeliveryEvent.Tick _,
          DeliveryEvent.Flush _,
          DeliveryEvent.ProcessFailed _,
          DeliveryEvent.StoreFailed _ -> {
        // how often something failed is forgotten; a batch that was sealed is not
        if (after.sealed() > state.sealed()) {
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

  private void process(Batch batch) {
    var pipeline = locked(() -> work).pipeline();
    List<Placed> placed;
    try {
      placed =
          pipeline == null
              ? batch.records().stream().map(each -> new Placed(Lane.Data.WHOLE, each)).toList()
              : pipeline.process(batch);
    } catch (RuntimeException | Error e) {
      // whatever it is: the records are kept, and the operator must see it
      processFailed(batch, e);
      return;
    }
    locked(() -> {
      var limited =
          pipeline == null ? placed : pipeline.withinLimit(placed, state.output().open().keySet());
      apply(new DeliveryEvent.Processed(limited));
      if (draining) {
        apply(new DeliveryEvent.Flush());
      }
      return state;
    });
  }

  private void processFailed(Batch batch, Throwable cause) {
    locked(() -> {
      failures++;
      apply(new DeliveryEvent.ProcessFailed());
      var event = cause instanceof NotNow ? log.atWarn() : log.atError().setCause(cause);
      event
          .addKeyValue("deliveryStream", name)
          .addKeyValue("records", batch.records().size())
          .addKeyValue("cause", cause)
          .addKeyValue("retryAt", state.intake().retryAt())
          .log("records could not be processed, they are kept and tried again");
      return state;
    });
  }

  private void store(Batch batch) {
    var sink = locked(() -> work).sink();
    var failure = tryToStore(sink, batch);
    locked(() -> {
      if (failure.isEmpty()) {
        delivered += BatchQueue.counts(batch.lane()) ? batch.records().size() : 0;
        objects++;
        apply(new DeliveryEvent.Stored());
      } else {
        failures++;
        apply(new DeliveryEvent.StoreFailed());
        warn(sink, batch, failure.get());
      }
      return state;
    });
  }

  private static Optional<Throwable> tryToStore(Sink sink, Batch batch) {
    try {
      sink.store(batch);
      return Optional.empty();
    } catch (RuntimeException | Error e) {
      // whatever it is: the records are kept, and the operator must see it
      return Optional.of(e);
    }
  }

  private void warn(Sink sink, Batch batch, Throwable cause) {
    // what the destination or the way to it says needs no stack trace, anything else is our fault
    var expected = cause instanceof SdkException || cause instanceof NotNow;
    var event = expected ? log.atWarn() : log.atError().setCause(cause);
    event
        .addKeyValue("deliveryStream", name)
        .addKeyValue("destination", sink.place(batch))
        .addKeyValue("records", batch.records().size())
        .addKeyValue("cause", cause)
        .addKeyValue("retryAt", state.output().retryAt())
        .log("batch could not be delivered, its records are kept and tried again");
  }
}
