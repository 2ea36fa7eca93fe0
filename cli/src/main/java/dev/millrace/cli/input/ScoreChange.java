package dev.millrace.cli.input;

import java.math.BigDecimal;

/// Something that happens to one record of the table of game scores.
public sealed interface ScoreChange {

  /// The record's key.
  long recordId();

  /// The record is written as a whole, whether or not it was there.
  record Put(long recordId, String username, BigDecimal score) implements ScoreChange {}

  /// A record that is there gets another score, or another user.
  record Update(long recordId, String username, BigDecimal score) implements ScoreChange {}

  /// The record is deleted.
  record Delete(long recordId) implements ScoreChange {}
}
