package dev.millrace.score;

import dev.millrace.common.Json;
import dev.millrace.score.ScoreChange.Delta;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;

/// The news that a user's total has changed.
///
/// @param id the same in every delivery, so that a reader can drop a repetition
/// @param timestamp when the change was made or, if the stream does not say, when it was processed
/// @param tablename the table of totals
/// @param score by how much the total changed
record ScoreEvent(
    String id, Instant timestamp, String tablename, String username, BigDecimal score) {

  /// The characters that a Kinesis partition key may have.
  private static final int MAX_KEY_LENGTH = 256;

  /// One event for each user that a change concerns.
  static List<ScoreEvent> of(ScoreChange change, String table, Instant processed) {
    var made = change.made() == null ? processed : change.made();
    var events = new ArrayList<ScoreEvent>();
    for (Delta delta : change.deltas()) {
      var id = change.eventId() + ":" + events.size();
      events.add(new ScoreEvent(id, made, table, delta.username(), delta.points()));
    }
    return events;
  }

  /// The user, so that each user's events stay in order, or its hash if the name is too long.
  String partitionKey() {
    if (username.length() <= MAX_KEY_LENGTH) {
      return username;
    }
    var hash = sha256().digest(username.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("every Java platform has SHA-256", e);
    }
  }

  byte[] json() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("id", id);
    fields.put("timestamp", timestamp);
    fields.put("tablename", tablename);
    fields.put("username", username);
    fields.put("score", score);
    return Json.write(fields).getBytes(StandardCharsets.UTF_8);
  }
}
