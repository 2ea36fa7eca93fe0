package dev.millrace.cli.query;

import dev.millrace.local.firehose.format.HiveType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// How the objects of a table hold its rows.
sealed interface RowFormat {

  /// DuckDB reads them as they are.
  record Parquet() implements RowFormat {}

  /// One JSON object per line.
  record Json(JsonLines lines) implements RowFormat {}

  /// One row of texts per line.
  record Delimited(DelimitedLines lines) implements RowFormat {}

  /// What its SerDe reads.
  ///
  /// @throws QueryException if that cannot be read here
  static RowFormat of(
      TableName table,
      JsonNode storage,
      List<HiveType.Column> columns,
      Map<String, String> parameters) {
    var info = storage.path("SerdeInfo");
    var library = info.path("SerializationLibrary").asString("");
    var settings = CatalogTable.texts(info.path("Parameters"));
    return switch (library.substring(library.lastIndexOf('.') + 1)) {
      case "ParquetHiveSerDe" -> {
        refuseOthers(table, settings, Set.of());
        yield new Parquet();
      }
      case "JsonSerDe" -> new Json(JsonLines.of(table, library, settings, columns));
      case "LazySimpleSerDe" ->
          new Delimited(DelimitedLines.plain(table, settings, columns, parameters));
      case "OpenCSVSerde" ->
          new Delimited(DelimitedLines.quoted(table, settings, columns, parameters));
      default ->
          throw new QueryException(
              "table %s: its SerDe '%s' cannot be read here; Parquet, JSON lines and delimited text can"
                  .formatted(table, library));
    };
  }

  /// Nothing is ignored in silence.
  ///
  /// @throws QueryException if there is a setting of a SerDe that nobody reads
  static void refuseOthers(TableName table, Map<String, String> settings, Set<String> known) {
    settings.forEach((name, value) -> {
      if (!name.equals("serialization.format") && !known.contains(name)) {
        throw new QueryException(
            "table %s: its SerDe parameter %s (%s) is not supported here"
                .formatted(table, name, value));
      }
    });
  }
}
