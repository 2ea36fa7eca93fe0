package dev.millrace.local.mapping;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Makes a shard's state go on under other settings: a pure function of state, settings and time.
///
/// Batches that were not resolved are formed anew, with a fresh count of attempts and no pause;
/// only what an open tumbling window already counts keeps its batches, as far as the new batch size
/// allows. An open window goes on if the length of windows stays, and is handed over otherwise.
/// Messages that were not taken by the destination are sent to the new one.
///
/// Deviates from AWS: what an update does to attempts and windows is not published.
record Resumption(MappingConfig before, MappingConfig after, Instant now) {

  ShardState resume(ShardState state) {
    return new ShardState(
        phase(state.phase()),
        isFormedAnew(state) ? List.of() : todo(state),
        RecordQueue.EMPTY.plus(described(waiting(state))),
        state.batchingSince(),
        state.window(),
        state.closedUntil(),
        null,
        state.ended());
  }

  /// Without a window, and without messages that tell of records among those of the batches.
  private static boolean isFormedAnew(ShardState state) {
    return state.window() == null && phase(state.phase()) instanceof Phase.Ready;
  }

  private static List<StreamRecord> waiting(ShardState state) {
    var records = new ArrayList<StreamRecord>();
    if (isFormedAnew(state)) {
      for (var task : state.todo()) {
        if (task instanceof Task.Deliver batch) {
          records.addAll(batch.records());
        }
      }
    }
    records.addAll(state.queue().records());
    return records;
  }

  private static Phase phase(Phase phase) {
    return switch (phase) {
      case Phase.Ready _, Phase.Invoking _ -> new Phase.Ready();
      case Phase.Notifying(var outstanding, _) ->
          new Phase.NotifyingLater(outstanding, 0, Instant.MIN);
      case Phase.NotifyingLater(var outstanding, _, _) ->
          new Phase.NotifyingLater(outstanding, 0, Instant.MIN);
      case Phase.Finished finished -> finished;
    };
  }

  private List<Task> todo(ShardState state) {
    var tasks = new ArrayList<Task>();
    for (var task : state.todo()) {
      switch (task) {
        case Task.Deliver(var records, _, _, _) -> tasks.addAll(pieces(described(records)));
        case Task.Close(var early, _, _, _, _) -> tasks.add(Task.Close.first(early, now));
      }
    }
    var closes =
        tasks.stream().anyMatch(task -> task instanceof Task.Close close && !close.early());
    if (state.window() != null
        && !closes
        && !before.tumblingWindow().equals(after.tumblingWindow())) {
      tasks.add(Task.Close.first(false, now));
    }
    return List.copyOf(tasks);
  }

  private List<Task> pieces(List<StreamRecord> records) {
    var pieces = new ArrayList<Task>();
    for (var from = 0; from < records.size(); from += after.batchSize()) {
      var to = Math.min(records.size(), from + after.batchSize());
      pieces.add(Task.Deliver.first(List.copyOf(records.subList(from, to))));
    }
    return pieces;
  }

  private List<StreamRecord> described(List<StreamRecord> records) {
    return StreamRecord.withRole(records, before.roleArn(), after.roleArn());
  }
}
