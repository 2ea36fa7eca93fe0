package dev.millrace.local.time;

import dev.millrace.local.Checkpoint;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The stack's time: what the emulated services and mappings mean by "now".
///
/// A ticking clock follows real time plus everything that was skipped. A frozen clock moves only by
/// [#advance(Duration)]. Alarms run in the order of their due times and each sees the time at which
/// it was due; they must be short, for they share one thread (or the caller of `advance`).
///
/// Deadlines that another process counts (a function's time-out) and polling intervals are real
/// time and never come from here.
public final class StackClock implements InstantSource, AutoCloseable {

  /// A task that runs once, unless it is cancelled first.
  public static final class Alarm {
    private final Instant due;
    private final long order;
    private final Runnable task;
    private final boolean upkeep;
    private final StackClock clock;

    private Alarm(Instant due, long order, Runnable task, boolean upkeep, StackClock clock) {
      this.due = due;
      this.order = order;
      this.task = task;
      this.upkeep = upkeep;
      this.clock = clock;
    }

    /// Takes the alarm back; without effect once it ran.
    public void cancel() {
      clock.remove(this);
    }
  }

  private final InstantSource base;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /// Held while alarms run, so that they run one after the other whoever moves the time.
  private final ReentrantLock running = new ReentrantLock();

  private final PriorityQueue<Alarm> alarms =
      new PriorityQueue<>(
          Comparator.comparing((Alarm a) -> a.due).thenComparingLong((Alarm a) -> a.order));
  private Duration skipped = Duration.ZERO;
  private Consumer<Duration> skips = _ -> {};
  private long nextOrder;
  private boolean closed;

  private StackClock(InstantSource base) {
    this.base = base;
  }

  /// Follows real time, and can skip ahead.
  public static StackClock ticking() {
    var clock = new StackClock(InstantSource.system());
    Thread.ofPlatform().daemon().name("stack-clock").start(clock::tick);
    return clock;
  }

  /// Stands still until it is moved.
  public static StackClock frozenAt(Instant start) {
    return new StackClock(() -> start);
  }

  @Override
  public Instant instant() {
    lock.lock();
    try {
      return now();
    } finally {
      lock.unlock();
    }
  }

  /// Runs `task` once this clock shows `due` or later; at once (on the clock's thread) if it
  /// already does on a ticking clock, at the next `advance` (of any length) on a frozen one.
  public Alarm schedule(Instant due, Runnable task) {
    return schedule(due, task, false);
  }

  /// Like [#schedule(Instant, Runnable)], for a task that only keeps something going, such as the
  /// renewal of a connection. It runs when it is due, but nobody needs to skip ahead to it.
  public Alarm scheduleUpkeep(Instant due, Runnable task) {
    return schedule(due, task, true);
  }

  private Alarm schedule(Instant due, Runnable task, boolean upkeep) {
    lock.lock();
    try {
      var alarm = new Alarm(due, nextOrder++, task, upkeep, this);
      alarms.add(alarm);
      changed.signalAll();
      return alarm;
    } finally {
      lock.unlock();
    }
  }

  /// When the earliest alarm is due that is not mere upkeep; empty if nothing waits for time.
  public Optional<Instant> nextAlarm() {
    lock.lock();
    try {
      return alarms.stream()
          .filter(alarm -> !alarm.upkeep)
          .map(alarm -> alarm.due)
          .min(Comparator.naturalOrder());
    } finally {
      lock.unlock();
    }
  }

  /// Moves the time forward. Every alarm that falls due on the way has run when this returns.
  ///
  /// @throws IllegalArgumentException if `by` is negative
  public void advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("time moves forward only, was moved by " + by);
    }
    var target = instant().plus(by);
    running.lock();
    try {
      for (var due = takeDue(target); due != null; due = takeDue(target)) {
        skipTo(due.due);
        due.task.run();
      }
      skipTo(target);
    } finally {
      running.unlock();
    }
  }

  /// The way back to what was skipped when this was called; a frozen clock shows that time again.
  /// Alarms that wait then never run.
  public Checkpoint checkpoint() {
    var then = skipped();
    return () -> rewind(then);
  }

  /// Not while an alarm runs.
  private void rewind(Duration then) {
    running.lock();
    lock.lock();
    try {
      alarms.clear();
      skips.accept(then);
      skipped = then;
      changed.signalAll();
    } finally {
      lock.unlock();
      running.unlock();
    }
  }

  /// How much was skipped so far.
  public Duration skipped() {
    lock.lock();
    try {
      return skipped;
    } finally {
      lock.unlock();
    }
  }

  /// Gives `skips` the sum of all that was skipped before each skip is visible. If it throws, the
  /// skip does not happen.
  public void onSkip(Consumer<Duration> skips) {
    lock.lock();
    try {
      this.skips = skips;
    } finally {
      lock.unlock();
    }
  }

  /// Stops the clock's thread; alarms that are left never run.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      alarms.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private Instant now() {
    return base.instant().plus(skipped);
  }

  private void skipTo(Instant target) {
    lock.lock();
    try {
      var ahead = Duration.between(now(), target);
      if (ahead.isPositive()) {
        var sum = skipped.plus(ahead);
        skips.accept(sum);
        skipped = sum;
      }
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Alarm takeDue(Instant target) {
    lock.lock();
    try {
      var first = alarms.peek();
      return first != null && !first.due.isAfter(target) ? alarms.poll() : null;
    } finally {
      lock.unlock();
    }
  }

  private void remove(Alarm alarm) {
    lock.lock();
    try {
      alarms.remove(alarm);
    } finally {
      lock.unlock();
    }
  }

  private void tick() {
    while (awaitDue()) {
      running.lock();
      try {
        var due = takeDue(instant());
        if (due != null) {
          due.task.run();
        }
      } finally {
        running.unlock();
      }
    }
  }

  /// Waits until an alarm is due; false once the clock is closed.
  private boolean awaitDue() {
    lock.lock();
    try {
      while (!closed) {
        var first = alarms.peek();
        if (first == null) {
          changed.await();
          continue;
        }
        var wait = Duration.between(now(), first.due);
        if (!wait.isPositive()) {
          return true;
        }
        changed.awaitNanos(wait.toNanos());
      }
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }
}
