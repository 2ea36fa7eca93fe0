package dev.millrace.cli.query;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A statement about the catalog itself.
sealed interface Show {

  record Databases() implements Show {}

  record Tables(Optional<String> database) implements Show {}

  /// The columns of a table.
  ///
  /// @param types whether they are told, too
  record Columns(TableName table, boolean types) implements Show {}

  record PartitionsOf(TableName table) implements Show {}

  String PART = "(?:\"([^\"]+)\"|`([^`]+)`|([\\w$]+))";
  Pattern DATABASES = pattern("SHOW\\s+(?:DATABASES|SCHEMAS)");
  Pattern TABLES = pattern("SHOW\\s+TABLES(?:\\s+(?:IN|FROM)\\s+" + PART + ")?");
  Pattern COLUMNS =
      pattern("SHOW\\s+COLUMNS\\s+(?:IN|FROM)\\s+(?:" + PART + "\\s*\\.\\s*)?" + PART);
  Pattern PARTITIONS = pattern("SHOW\\s+PARTITIONS\\s+(?:" + PART + "\\s*\\.\\s*)?" + PART);
  Pattern DESCRIBE = pattern("DESC(?:RIBE)?\\s+(?:" + PART + "\\s*\\.\\s*)?" + PART);
  Pattern ANY = pattern("(?:SHOW|DESC|DESCRIBE)\\b.*");

  /// Reads a statement.
  ///
  /// @param database of names that name none
  /// @return nothing if it is about something else
  /// @throws QueryException if it is about the catalog and not supported
  static Optional<Show> parse(String sql, String database) {
    if (!ANY.matcher(sql).matches()) {
      return Optional.empty();
    }
    if (DATABASES.matcher(sql).matches()) {
      return Optional.of(new Databases());
    }
    var tables = TABLES.matcher(sql);
    if (tables.matches()) {
      return Optional.of(
          new Tables(
              Optional.ofNullable(part(tables, 1)).map(name -> name.toLowerCase(Locale.ROOT))));
    }
    return table(COLUMNS, sql, database)
        .<Show>map(table -> new Columns(table, false))
        .or(() -> table(DESCRIBE, sql, database).map(table -> new Columns(table, true)))
        .or(() -> table(PARTITIONS, sql, database).map(PartitionsOf::new))
        .or(() -> {
          throw new QueryException(
              "of SHOW and DESCRIBE only these are answered: SHOW DATABASES, SHOW TABLES [IN"
                  + " DATABASE], SHOW COLUMNS IN TABLE, SHOW PARTITIONS TABLE, DESCRIBE TABLE");
        });
  }

  private static Optional<TableName> table(Pattern pattern, String sql, String database) {
    var matcher = pattern.matcher(sql);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    var named = part(matcher, 1);
    var table = part(matcher, 4);
    return Optional.of(new TableName(named == null ? database : named, table == null ? "" : table));
  }

  private static @Nullable String part(Matcher matcher, int first) {
    for (var group = first; group < first + 3; group++) {
      if (matcher.group(group) != null) {
        return matcher.group(group);
      }
    }
    return null;
  }

  private static Pattern pattern(String regex) {
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  }
}
