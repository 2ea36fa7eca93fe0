package dev.millrace.score;

import dev.millrace.common.Deadline;
import dev.millrace.common.PoisonException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Adds to the totals, then tells the score stream.
///
/// A change has taken effect when it is in the totals and its events are sent. If they cannot be
/// sent, it is delivered again: how often it counts then is the totals' affair, and its events have
/// the same ids. So an event never comes before its change is counted, and comes at least once.
///
/// A change that the totals refuse for good is found by halving the chunk that holds it.
final class TotalsThenEvents implements ScoreSink {

  private final TotalsSink totals;
  private final Optional<KinesisEventSink> events;
  private final String tableName;

  /// @param tableName the table of totals, as events name it
  TotalsThenEvents(TotalsSink totals, Optional<KinesisEventSink> events, String tableName) {
    this.totals = totals;
    this.events = events;
    this.tableName = tableName;
  }

  @Override
  public Applied apply(List<ScoreChange> changes, Instant processed, Deadline deadline) {
    var progress = new Progress();
    var batch = counting(changes);
    for (var chunk : totals.chunks(batch)) {
      add(chunk, progress, deadline);
    }
    events.ifPresent(sink -> tell(sink, progress.done(batch), processed, progress, deadline));
    return progress.applied(changes.size());
  }

  @Override
  public void rehearse(Deadline deadline) {
    totals.rehearse(deadline);
    events.ifPresent(sink -> sink.rehearse(deadline));
  }

  /// The changes that change a total, each once.
  private static List<Placed> counting(List<ScoreChange> changes) {
    var seen = new HashSet<String>();
    var counting = new ArrayList<Placed>();
    for (var place = 0; place < changes.size(); place++) {
      var change = changes.get(place);
      if (!change.deltas().isEmpty() && seen.add(change.eventId())) {
        counting.add(new Placed(place, change));
      }
    }
    return counting;
  }

  private void add(List<Placed> chunk, Progress progress, Deadline deadline) {
    var todo = progress.beforeStop(chunk);
    if (todo.isEmpty()) {
      return;
    }
    var added = totals.add(Placed.changes(todo), deadline);
    progress.count(added.retries(), added.writeUnits());
    var failure = added.failure();
    if (failure instanceof PoisonException && todo.size() > 1) {
      add(todo.subList(0, todo.size() / 2), progress, deadline);
      add(todo.subList(todo.size() / 2, todo.size()), progress, deadline);
    } else if (failure != null) {
      progress.fail(todo, failure);
    }
  }

  private void tell(
      KinesisEventSink sink,
      List<Placed> counted,
      Instant processed,
      Progress progress,
      Deadline deadline) {
    var news = new ArrayList<ScoreEvent>();
    var origins = new HashMap<String, Placed>();
    for (var placed : counted) {
      for (var event : ScoreEvent.of(placed.change(), tableName, processed)) {
        news.add(event);
        origins.put(event.id(), placed);
      }
    }
    var put = sink.put(news, deadline);
    progress.count(put.retries(), 0);
    if (put.failure() != null) {
      progress.fail(
          put.left().stream().map(event -> origins.get(event.id())).toList(), put.failure());
    }
  }
}
