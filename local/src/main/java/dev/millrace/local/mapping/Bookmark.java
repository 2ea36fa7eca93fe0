package dev.millrace.local.mapping;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where a mapping stands in one shard, as a value that can be written down.
///
/// Everything before `place` is processed or given up, and nothing behind it but `finished`.
///
/// @param place where the shard is to be read on
/// @param finished records behind that place that are not to be processed again
/// @param notBefore records behind that place arrived then or later, as far as is known
/// @param window the open tumbling window with what its finished records made of it, if any
/// @param closedUntil end of the last window that was closed, if none is open
record Bookmark(
    Place place,
    Set<SequenceNumber> finished,
    Instant notBefore,
    @Nullable OpenWindow window,
    Instant closedUntil) {

  Bookmark {
    finished = Set.copyOf(finished);
  }

  /// Where a shard is read first.
  static Bookmark at(Place place) {
    return new Bookmark(place, Set.of(), Instant.MIN, null, Instant.MIN);
  }

  /// What is known to be done with before reading begins.
  CommitLog commits() {
    var commit = place instanceof Place.After(var sequenceNumber) ? sequenceNumber : null;
    return new CommitLog(commit, finished);
  }

  /// This bookmark moved on to where the shard is now.
  Bookmark movedTo(CommitLog commits, Instant emptyAt, ShardState state) {
    var commit = commits.commit();
    var open = state.lastingWindow();
    return new Bookmark(
        commit == null ? place : new Place.After(commit),
        commits.finishedAbove(),
        emptyAt,
        open,
        open == null ? state.closedUntil() : open.window().start());
  }
}
