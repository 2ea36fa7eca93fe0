package dev.millrace.cli.dashboard;

import java.util.List;
import java.util.Map;

/// What is inside of a thing: records, items or objects in rows, or the lines of a text.
///
/// @param title what it is
/// @param rows each a value by its name; names may differ from row to row
/// @param lines for what is no table
/// @param replayable whether it can be sent again
record Content(
    String title, List<Map<String, String>> rows, List<String> lines, boolean replayable) {

  /// Of what has no inside.
  static final Content NONE = new Content("", List.of(), List.of(), false);

  static Content ofRows(String title, List<Map<String, String>> rows) {
    return new Content(title, rows, List.of(), false);
  }

  static Content ofLines(String title, List<String> lines) {
    return new Content(title, List.of(), lines, false);
  }

  static Content ofFailures(String title, List<String> lines) {
    return new Content(title, List.of(), lines, true);
  }
}
