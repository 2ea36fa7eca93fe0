package dev.millrace.benchmarks.scale;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/// Virtual time: it jumps from one thing to happen to the next. Nobody waits.
final class Timeline {

  /// When every simulation begins.
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private record Entry(long at, long order, Runnable task) {}

  private final PriorityQueue<Entry> entries =
      new PriorityQueue<>(Comparator.comparingLong(Entry::at).thenComparingLong(Entry::order));
  private long now;
  private long order;

  /// Nanoseconds since the start.
  long nanos() {
    return now;
  }

  double seconds() {
    return now / 1e9;
  }

  Instant instant() {
    return START.plusNanos(now);
  }

  void in(Duration pause, Runnable task) {
    at(now + pause.toNanos(), task);
  }

  /// At a time that has come already: as soon as possible.
  void at(Instant time, Runnable task) {
    at(Duration.between(START, time).toNanos(), task);
  }

  private void at(long nanos, Runnable task) {
    entries.add(new Entry(Math.max(now, nanos), order++, task));
  }

  /// Again and again from now on.
  void every(Duration interval, Runnable task) {
    at(
        now,
        () -> {
          task.run();
          in(interval, () -> every(interval, task));
        });
  }

  /// Everything that happens until then.
  void runUntil(Duration end) {
    while (!entries.isEmpty() && entries.peek().at() <= end.toNanos()) {
      var entry = entries.remove();
      now = entry.at();
      entry.task().run();
    }
    now = end.toNanos();
  }
}
