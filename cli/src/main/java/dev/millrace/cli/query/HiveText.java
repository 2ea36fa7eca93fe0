package dev.millrace.cli.query;

import dev.millrace.local.firehose.format.HiveType;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What Hive writes: types in catalogs, values in paths.
final class HiveText {

  /// The value of a partition key that is null.
  private static final String NULL = "__HIVE_DEFAULT_PARTITION__";

  private HiveText() {}

  /// The value of a partition key in a path.
  static @Nullable String partition(String value) {
    return value.equals(NULL) ? null : value;
  }

  static String of(HiveType type) {
    return switch (type) {
      case HiveType.Simple simple -> simple.name().toLowerCase(Locale.ROOT);
      case HiveType.Decimal decimal ->
          "decimal(" + decimal.precision() + "," + decimal.scale() + ")";
      case HiveType.Char text -> "char(" + text.length() + ")";
      case HiveType.Varchar text -> "varchar(" + text.length() + ")";
      case HiveType.Array array -> "array<" + of(array.element()) + ">";
      case HiveType.Map map -> "map<" + of(map.key()) + "," + of(map.value()) + ">";
      case HiveType.Struct struct ->
          struct.fields().stream()
              .map(field -> field.name() + ":" + of(field.type()))
              .collect(Collectors.joining(",", "struct<", ">"));
    };
  }
}
