package dev.millrace.cli.query;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Lets DuckDB answer a query, and spell what it gives.
record ResultReader(Connection duck) {

  /// Runs a query.
  ///
  /// @throws SQLException if DuckDB cannot answer it
  Result read(String sql) throws SQLException {
    try (var statement = duck.createStatement()) {
      var columns = columns(sql);
      statement.execute("CREATE TEMP TABLE query_result AS " + sql);
      var texts =
          columnsOf("query_result").stream()
              .map(ResultReader::asText)
              .collect(Collectors.joining(", "));
      var rows = new ArrayList<List<@Nullable String>>();
      try (var found = statement.executeQuery("SELECT " + texts + " FROM query_result")) {
        while (found.next()) {
          var row = new ArrayList<@Nullable String>(columns.size());
          for (var i = 1; i <= columns.size(); i++) {
            row.add(found.getString(i));
          }
          rows.add(row);
        }
      }
      return new Result(columns, rows);
    }
  }

  private List<Result.Column> columns(String sql) throws SQLException {
    return columnsOf("(" + sql + "\n)").stream()
        .map(column -> new Result.Column(column.name(), kind(column.type())))
        .toList();
  }

  /// A column of a result, with DuckDB's type.
  private record DuckColumn(String name, String type) {}

  private List<DuckColumn> columnsOf(String source) throws SQLException {
    var columns = new ArrayList<DuckColumn>();
    try (var statement = duck.createStatement();
        var rows = statement.executeQuery("DESCRIBE SELECT * FROM " + source)) {
      while (rows.next()) {
        columns.add(new DuckColumn(rows.getString(1), rows.getString(2)));
      }
    }
    return columns;
  }

  private static String asText(DuckColumn column) {
    var name = DuckTypes.name(column.name());
    return kind(column.type()) == Result.Kind.NESTED
        ? "CAST(to_json(" + name + ") AS VARCHAR)"
        : "CAST(" + name + " AS VARCHAR)";
  }

  private static Result.Kind kind(String type) {
    if (DuckTypes.isNested(type)) {
      return Result.Kind.NESTED;
    }
    if (type.equals("BOOLEAN")) {
      return Result.Kind.TRUTH;
    }
    var isNumber =
        type.endsWith("INT")
            || Set.of("INTEGER", "UINTEGER", "FLOAT", "DOUBLE").contains(type)
            || type.startsWith("DECIMAL");
    return isNumber ? Result.Kind.NUMBER : Result.Kind.TEXT;
  }
}
