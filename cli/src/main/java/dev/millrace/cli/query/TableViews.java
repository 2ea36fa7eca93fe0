package dev.millrace.cli.query;

import dev.millrace.local.firehose.format.HiveType;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Makes the tables of a catalog readable by name: a view over files each.
///
/// @param duck where they are made
record TableViews(Connection duck) {

  private static final int LONGEST_LINE = 64 << 20;

  /// Makes the view of a table. Columns that the files lack are null.
  ///
  /// @throws SQLException if the files are not what the table says
  void create(CatalogTable table, List<Path> files) throws SQLException {
    try (var statement = duck.createStatement()) {
      statement.execute("CREATE SCHEMA IF NOT EXISTS " + DuckTypes.name(table.name().database()));
      statement.execute("CREATE VIEW " + qualified(table.name()) + " AS " + select(table, files));
    }
  }

  static String qualified(TableName name) {
    return DuckTypes.name(name.database()) + "." + DuckTypes.name(name.table());
  }

  private String select(CatalogTable table, List<Path> files) throws SQLException {
    if (files.isEmpty()) {
      return "SELECT " + columns(table, Set.of(), Set.of(), "CAST") + " WHERE false";
    }
    var keys = Set.copyOf(names(table.partitionKeys()));
    return switch (table.format()) {
      case RowFormat.Parquet _ -> {
        var source = "read_parquet(" + list(files) + ", union_by_name = true" + hive(keys) + ")";
        yield "SELECT " + columns(table, columnsOf(source), keys, "CAST") + " FROM " + source;
      }
      case RowFormat.Json _ ->
          "SELECT "
              + columns(table, Set.copyOf(names(table.columns())), keys, "CAST")
              + " FROM "
              + json(table, files, false, keys);
      case RowFormat.Delimited _ ->
          // what does not fit a type is null, as Hive has it
          "SELECT "
              + columns(table, Set.copyOf(names(table.columns())), keys, "TRY_CAST")
              + " FROM "
              + json(table, files, true, keys);
    };
  }

  private static String json(
      CatalogTable table, List<Path> files, boolean asText, Set<String> keys) {
    var types =
        table.columns().stream()
            .map(column ->
                DuckTypes.text(column.name())
                    + ": "
                    + DuckTypes.text(asText ? "VARCHAR" : DuckTypes.of(column.type())))
            .collect(Collectors.joining(", ", "{", "}"));
    return "read_json("
        + list(files)
        + ", format = 'newline_delimited', maximum_object_size = "
        + LONGEST_LINE
        + ", columns = "
        + types
        + hive(keys)
        + ")";
  }

  /// Partition keys are texts until the table's type makes something of them.
  private static String hive(Set<String> keys) {
    return keys.isEmpty()
        ? ", hive_partitioning = false"
        : ", hive_partitioning = true, hive_types_autocast = false";
  }

  private static String columns(
      CatalogTable table, Set<String> held, Set<String> keys, String cast) {
    return table.allColumns().stream()
        .map(column -> {
          var name = column.name();
          var isKey = keys.contains(name);
          var value = isKey || held.contains(name) ? DuckTypes.name(name) : "NULL";
          return "%s(%s AS %s) AS %s"
              .formatted(
                  isKey ? "CAST" : cast, value, DuckTypes.of(column.type()), DuckTypes.name(name));
        })
        .collect(Collectors.joining(", "));
  }

  private Set<String> columnsOf(String source) throws SQLException {
    var names = new HashSet<String>();
    try (var statement = duck.createStatement();
        var rows = statement.executeQuery("DESCRIBE SELECT * FROM " + source)) {
      while (rows.next()) {
        names.add(rows.getString(1).toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }

  private static List<String> names(List<HiveType.Column> columns) {
    return columns.stream().map(HiveType.Column::name).toList();
  }

  private static String list(List<Path> files) {
    return files.stream()
        .map(file -> DuckTypes.text(file.toString()))
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
