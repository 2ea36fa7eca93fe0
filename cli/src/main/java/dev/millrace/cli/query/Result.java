package dev.millrace.cli.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a query gives.
///
/// @param rows texts as DuckDB spells them, nested values as JSON; null for null
public record Result(List<Column> columns, List<List<@Nullable String>> rows) {

  /// How a value is written.
  public enum Kind {
    TEXT,
    NUMBER,
    TRUTH,
    NESTED
  }

  public record Column(String name, Kind kind) {}

  /// Rows of texts.
  static Result of(List<String> columns, List<? extends List<@Nullable String>> rows) {
    return new Result(
        columns.stream().map(name -> new Column(name, Kind.TEXT)).toList(), List.copyOf(rows));
  }
}
