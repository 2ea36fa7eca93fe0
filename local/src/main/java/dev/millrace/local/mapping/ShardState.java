package dev.millrace.local.mapping;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything a mapping knows about one shard. Immutable.
///
/// @param phase what it waits for
/// @param todo calls that are not resolved yet, in order; the first is the one under way
/// @param queue records that are in no batch yet
/// @param batchingSince when the batching window opened; null before the first record
/// @param window the open tumbling window, if any
/// @param closedUntil end of the last window that was closed
/// @param caughtUpAt when a read was begun that found nothing more; null if more is waiting
/// @param ended whether the shard is closed and fully read
record ShardState(
    Phase phase,
    List<Task> todo,
    RecordQueue queue,
    @Nullable Instant batchingSince,
    @Nullable OpenWindow window,
    Instant closedUntil,
    @Nullable Instant caughtUpAt,
    boolean ended) {

  /// Nothing was read.
  static final ShardState START =
      new ShardState(
          new Phase.Ready(), List.of(), RecordQueue.EMPTY, null, null, Instant.MIN, null, false);

  ShardState with(Phase next) {
    return new ShardState(next, todo, queue, batchingSince, window, closedUntil, caughtUpAt, ended);
  }

  ShardState withTodo(List<Task> next) {
    return new ShardState(
        phase, next, queue, batchingSince, window, closedUntil, caughtUpAt, ended);
  }

  /// Without the first records of the queue.
  ShardState taking(int count) {
    return new ShardState(
        phase,
        todo,
        queue.minusFirst(count),
        batchingSince,
        window,
        closedUntil,
        caughtUpAt,
        ended);
  }

  ShardState withBatchingSince(Instant next) {
    return new ShardState(phase, todo, queue, next, window, closedUntil, caughtUpAt, ended);
  }

  ShardState withWindow(OpenWindow next) {
    return new ShardState(phase, todo, queue, batchingSince, next, closedUntil, caughtUpAt, ended);
  }

  /// Without the open window, whose time is over.
  ShardState withoutWindow() {
    return window == null ? this : closedUntil(window.window().end());
  }

  /// Without an open window.
  ShardState closedUntil(Instant time) {
    return new ShardState(phase, todo, queue, batchingSince, null, time, caughtUpAt, ended);
  }

  /// The open window, unless nothing in it is finished. One that was given up is still open while
  /// the message about that is not safe.
  @Nullable OpenWindow lastingWindow() {
    return phase.outstanding().stream()
        .filter(report -> report.records().isEmpty())
        .findFirst()
        .map(FailureReport::handedOver)
        .orElse(window == null || window.span() == null ? null : window);
  }

  ShardState plus(ShardEvent.Fetched page) {
    return new ShardState(
        phase,
        todo,
        queue.plus(page.records()),
        batchingSince,
        window,
        closedUntil,
        page.caughtUp() ? page.asked() : null,
        ended || page.ended());
  }

  /// With these records before those of the queue, and no task.
  ShardState rereading(List<StreamRecord> records) {
    return new ShardState(
        phase,
        List.of(),
        RecordQueue.EMPTY.plus(records).plus(queue.records()),
        batchingSince,
        window,
        closedUntil,
        caughtUpAt,
        ended);
  }

  /// With the first task replaced by others, possibly none.
  ShardState replacingFirst(List<? extends Task> tasks) {
    var next = new ArrayList<Task>(tasks);
    next.addAll(todo.subList(1, todo.size()));
    return withTodo(List.copyOf(next));
  }

  /// With a task to be done before all others.
  ShardState doingFirst(Task task) {
    var next = new ArrayList<Task>(todo.size() + 1);
    next.add(task);
    next.addAll(todo);
    return withTodo(List.copyOf(next));
  }
}
