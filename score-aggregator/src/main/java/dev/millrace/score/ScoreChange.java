package dev.millrace.score;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one change of a game record does to the totals.
///
/// @param eventId names the change for ever
/// @param made when the change was made, or null if the stream does not say
/// @param deltas one for each user whose total it changes: none, one, or two if the record went
///   from one user to another. None is zero.
record ScoreChange(
    String eventId, String sequenceNumber, @Nullable Instant made, List<Delta> deltas) {

  /// Points that a user wins or, below zero, loses.
  record Delta(String username, BigDecimal points) {}

  ScoreChange {
    deltas = List.copyOf(deltas);
  }

  /// What it does to one of its users.
  ScoreChange part(Delta delta) {
    return new ScoreChange(eventId, sequenceNumber, made, List.of(delta));
  }
}
