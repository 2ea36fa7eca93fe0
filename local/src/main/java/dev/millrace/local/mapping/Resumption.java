package dev.millrace.local.mapping;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/// Makes a shard's lanes go on under other settings: a pure function of state, settings and time.
///
/// Batches that were not resolved are formed anew, with a fresh count of attempts and no pause;
/// only what an open tumbling window already counts keeps its batches, as far as the new batch size
/// allows. An open window goes on if the length of windows stays, and is handed over otherwise.
/// Messages that were not taken by the destination are sent to the new one.
///
/// If the number of lanes changes, all that is left is shared out anew. A tumbling window that is
/// open then is handed over with what was resolved; records that it counts but that are not
/// resolved are delivered outside of it, so that each of them keeps its place among those of its
/// key.
///
/// Deviates from AWS: what an update does to attempts and windows is not published.
record Resumption(MappingConfig before, MappingConfig after, Instant now) {

  List<ShardState> resume(List<ShardState> lanes) {
    return before.parallelizationFactor() == after.parallelizationFactor()
        ? lanes.stream().map(this::resume).toList()
        : sharedOut(lanes);
  }

  private ShardState resume(ShardState state) {
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
    return isFormedAnew(state) ? unresolved(state) : state.queue().records();
  }

  private static List<StreamRecord> unresolved(ShardState state) {
    var records = new ArrayList<StreamRecord>();
    for (var task : state.todo()) {
      if (task instanceof Task.Deliver batch) {
        records.addAll(batch.records());
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

  // ---- other lanes

  private List<ShardState> sharedOut(List<ShardState> lanes) {
    var split = Lanes.of(after);
    var records =
        lanes.stream()
            .flatMap(state -> unresolved(state).stream())
            .sorted(Comparator.comparing(StreamRecord::sequenceNumber))
            .toList();
    var messages = lanes.stream().flatMap(state -> messages(state.phase()).stream()).toList();
    var shares = split.share(described(records));
    var states = new ArrayList<ShardState>();
    for (var i = 0; i < split.count(); i++) {
      var lane = i;
      var mine = messages.stream().filter(each -> split.of(each.span().first()) == lane).toList();
      states.add(lane(lanes, i == 0, mine, shares.get(i)));
    }
    return List.copyOf(states);
  }

  /// @param isFirst whether it has to hand over the window; only a shard of one lane has windows
  private ShardState lane(
      List<ShardState> before,
      boolean isFirst,
      List<FailureReport> messages,
      List<StreamRecord> records) {
    var first = before.getFirst();
    var since = before.stream().map(ShardState::batchingSince).filter(Objects::nonNull);
    return new ShardState(
        messages.isEmpty() ? new Phase.Ready() : new Phase.NotifyingLater(messages, 0, Instant.MIN),
        isFirst ? todo(first).stream().filter(Task.Close.class::isInstance).toList() : List.of(),
        RecordQueue.EMPTY.plus(records),
        since.min(Comparator.naturalOrder()).orElse(now),
        isFirst ? first.window() : null,
        first.closedUntil(),
        null,
        first.ended());
  }

  private static List<FailureReport> messages(Phase phase) {
    return switch (phase) {
      case Phase.Notifying(var outstanding, _) -> outstanding;
      case Phase.NotifyingLater(var outstanding, _, _) -> outstanding;
      case Phase.Ready _, Phase.Invoking _, Phase.Finished _ -> List.of();
    };
  }

  private List<StreamRecord> described(List<StreamRecord> records) {
    return StreamRecord.withRole(records, before.roleArn(), after.roleArn());
  }
}
