package dev.millrace.cli.query;

import dev.millrace.local.firehose.format.HiveType;
import java.util.Locale;
import java.util.stream.Collectors;

/// Hive's types and names, as DuckDB spells them.
final class DuckTypes {

  private DuckTypes() {}

  static String of(HiveType type) {
    return switch (type) {
      case HiveType.Simple simple ->
          switch (simple) {
            case BOOLEAN, TINYINT, SMALLINT, BIGINT, FLOAT, DOUBLE, DATE, TIMESTAMP ->
                simple.name();
            case INT -> "INTEGER";
            case STRING -> "VARCHAR";
            case BINARY -> "BLOB";
          };
      case HiveType.Decimal decimal ->
          "DECIMAL(" + decimal.precision() + ", " + decimal.scale() + ")";
      case HiveType.Char _, HiveType.Varchar _ -> "VARCHAR";
      case HiveType.Array array -> of(array.element()) + "[]";
      case HiveType.Map map -> "MAP(" + of(map.key()) + ", " + of(map.value()) + ")";
      case HiveType.Struct struct ->
          struct.fields().stream()
              .map(field -> name(field.name().toLowerCase(Locale.ROOT)) + " " + of(field.type()))
              .collect(Collectors.joining(", ", "STRUCT(", ")"));
    };
  }

  /// Whether values have values in them.
  static boolean isNested(String type) {
    return type.endsWith("]")
        || type.startsWith("STRUCT")
        || type.startsWith("MAP")
        || type.equals("JSON");
  }

  /// A quoted name.
  static String name(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /// A quoted text.
  static String text(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
