package dev.millrace.cli.query;

import dev.millrace.local.firehose.format.HiveType;
import dev.millrace.local.firehose.format.HiveType.Simple;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Lines of delimited texts, in the order of the table's columns: those of Hive's LazySimpleSerDe,
/// or of the OpenCSVSerde, which quotes. A row has nulls for what a line lacks; what it has too
/// much is dropped.
record DelimitedLines(List<HiveType.Column> columns, CSVFormat csv, int headerLines)
    implements LineFormat {

  private static final JsonMapper JSON = JsonMapper.shared();

  /// @throws QueryException if a setting or a column's type is not supported
  static DelimitedLines plain(
      TableName table,
      Map<String, String> settings,
      List<HiveType.Column> columns,
      Map<String, String> parameters) {
    RowFormat.refuseOthers(
        table,
        settings,
        Set.of("field.delim", "line.delim", "escape.delim", "serialization.null.format"));
    var delimiter = settings.getOrDefault("serialization.format", "\u0001");
    var csv =
        CSVFormat.DEFAULT
            .builder()
            .setDelimiter(
                character(
                    table,
                    "field.delim",
                    settings.getOrDefault(
                        "field.delim", delimiter.equals("1") ? "\u0001" : delimiter)))
            .setQuote(null)
            .setNullString(settings.getOrDefault("serialization.null.format", "\\N"));
    if (settings.containsKey("escape.delim")) {
      csv.setEscape(character(table, "escape.delim", settings.get("escape.delim")));
    }
    if (!settings.getOrDefault("line.delim", "\n").equals("\n")) {
      throw new QueryException("table " + table + ": its line.delim must be a line feed");
    }
    return new DelimitedLines(scalars(table, columns, false), csv.get(), header(table, parameters));
  }

  /// @throws QueryException if a setting or a column's type is not supported
  static DelimitedLines quoted(
      TableName table,
      Map<String, String> settings,
      List<HiveType.Column> columns,
      Map<String, String> parameters) {
    RowFormat.refuseOthers(table, settings, Set.of("separatorChar", "quoteChar", "escapeChar"));
    var csv =
        CSVFormat.DEFAULT
            .builder()
            .setDelimiter(
                character(table, "separatorChar", settings.getOrDefault("separatorChar", ",")))
            .setQuote(character(table, "quoteChar", settings.getOrDefault("quoteChar", "\"")))
            .setEscape(character(table, "escapeChar", settings.getOrDefault("escapeChar", "\\")));
    return new DelimitedLines(scalars(table, columns, true), csv.get(), header(table, parameters));
  }

  @Override
  public String rewritten(String line) {
    try (var parser = CSVParser.parse(line, csv)) {
      var records = parser.getRecords();
      var row = JSON.createObjectNode();
      if (!records.isEmpty()) {
        var texts = records.getFirst();
        for (var i = 0; i < Math.min(columns.size(), texts.size()); i++) {
          @Nullable String text = texts.get(i);
          row.put(columns.get(i).name(), text);
        }
      }
      return JSON.writeValueAsString(row);
    } catch (IOException | IllegalStateException e) {
      throw new QueryException("no delimited text: " + e.getMessage(), e);
    }
  }

  private static char character(TableName table, String setting, @Nullable String value) {
    if (value == null || value.length() != 1) {
      throw new QueryException(
          "table %s: its %s must be one character, was '%s'".formatted(table, setting, value));
    }
    return value.charAt(0);
  }

  private static int header(TableName table, Map<String, String> parameters) {
    var lines = parameters.getOrDefault("skip.header.line.count", "0");
    if (!lines.matches("[0-9]{1,6}")) {
      throw new QueryException(
          "table %s: its skip.header.line.count must be a number, was '%s'"
              .formatted(table, lines));
    }
    return Integer.parseInt(lines);
  }

  /// @param quoted whether dates and times are numbers, as the OpenCSVSerde has them in Athena
  private static List<HiveType.Column> scalars(
      TableName table, List<HiveType.Column> columns, boolean quoted) {
    var refused = new ArrayList<String>();
    for (var column : columns) {
      switch (column.type()) {
        case HiveType.Array _, HiveType.Map _, HiveType.Struct _ -> refused.add(column.name());
        case Simple simple -> {
          if (simple == Simple.BINARY
              || (quoted && (simple == Simple.DATE || simple == Simple.TIMESTAMP))) {
            refused.add(column.name());
          }
        }
        case HiveType.Decimal _, HiveType.Char _, HiveType.Varchar _ -> {}
      }
    }
    if (!refused.isEmpty()) {
      throw new QueryException(
          "table %s: the types of its columns %s cannot be read from delimited text here"
              .formatted(table, refused));
    }
    return columns;
  }
}
