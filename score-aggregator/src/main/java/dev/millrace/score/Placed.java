package dev.millrace.score;

import java.util.List;

/// A change, or one user's part of it, and its place in the batch.
record Placed(int place, ScoreChange change) {

  /// Only what it means for one user.
  Placed part(ScoreChange.Delta delta) {
    return new Placed(place, change.part(delta));
  }

  static List<ScoreChange> changes(List<Placed> placed) {
    return placed.stream().map(Placed::change).toList();
  }
}
