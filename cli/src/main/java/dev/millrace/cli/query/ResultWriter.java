package dev.millrace.cli.query;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Lets DuckDB write what a query gives to a file.
record ResultWriter(Connection duck) {

  /// Runs a query.
  ///
  /// @return how many rows were written
  /// @throws SQLException if DuckDB cannot answer it
  long write(String sql, FileFormat format, Path file) throws SQLException {
    var names = new ArrayList<String>();
    var written = new ArrayList<String>();
    try (var statement = duck.createStatement()) {
      try (var columns = statement.executeQuery("DESCRIBE SELECT * FROM (" + sql + "\n)")) {
        while (columns.next()) {
          var name = "c" + names.size();
          names.add(name);
          written.add(
              format.written(name, columns.getString(2))
                  + " AS "
                  + DuckTypes.name(columns.getString(1)));
        }
      }
      return statement.executeLargeUpdate(
          "COPY (SELECT %s FROM (%s\n) AS result(%s)) TO %s (%s)"
              .formatted(
                  String.join(", ", written),
                  sql,
                  String.join(", ", names),
                  DuckTypes.text(file.toString()),
                  format.copyOptions()));
    }
  }

  /// A query that gives rows of texts.
  static String query(Result texts) {
    var names =
        texts.columns().stream()
            .map(column -> DuckTypes.name(column.name()))
            .collect(Collectors.joining(", "));
    var none =
        IntStream.range(0, texts.columns().size())
            .mapToObj(_ -> "CAST(NULL AS VARCHAR)")
            .collect(Collectors.joining(", ", "(", ")"));
    var rows = new ArrayList<>(List.of(none));
    texts.rows().stream()
        .map(row ->
            row.stream()
                .map(text -> text == null ? "NULL" : DuckTypes.text(text))
                .collect(Collectors.joining(", ", "(", ")")))
        .forEach(rows::add);
    return "SELECT * FROM (VALUES %s) AS texts(%s) OFFSET 1"
        .formatted(String.join(", ", rows), names);
  }
}
