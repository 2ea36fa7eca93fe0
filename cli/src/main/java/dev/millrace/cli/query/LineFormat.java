package dev.millrace.cli.query;

/// Lines of text that can be made lines of JSON, whose keys are the table's columns.
sealed interface LineFormat permits JsonLines, DelimitedLines {

  /// One line, as JSON.
  ///
  /// @throws QueryException if it is no row; the message does not say where it lies
  String rewritten(String line);

  /// How many lines at the beginning of each object are no rows.
  default int headerLines() {
    return 0;
  }
}
