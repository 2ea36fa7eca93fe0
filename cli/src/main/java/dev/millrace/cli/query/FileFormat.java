package dev.millrace.cli.query;

import java.nio.file.Path;
import java.util.Locale;

/// How rows are written to a file.
public enum FileFormat {

  /// As on the screen: with names, nested values as JSON.
  CSV("FORMAT csv, HEADER"),

  /// An object per line.
  JSON("FORMAT json"),

  /// Each column with its type.
  PARQUET("FORMAT parquet");

  private final String copyOptions;

  FileFormat(String copyOptions) {
    this.copyOptions = copyOptions;
  }

  /// Finds a format.
  ///
  /// @throws IllegalArgumentException if there is none of that name
  public static FileFormat named(String name) {
    for (var format : values()) {
      if (format.name().toLowerCase(Locale.ROOT).equals(name)) {
        return format;
      }
    }
    throw new IllegalArgumentException("must be csv, json or parquet for a file, was " + name);
  }

  /// The format that a file's name tells.
  ///
  /// @throws IllegalArgumentException if it tells none
  public static FileFormat of(Path file) {
    var name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return switch (name.substring(Math.max(0, name.lastIndexOf('.')))) {
      case ".csv" -> CSV;
      case ".json", ".jsonl" -> JSON;
      case ".parquet" -> PARQUET;
      default ->
          throw new IllegalArgumentException(
              "must end in .csv, .json, .jsonl or .parquet, or --format must say what it is, was "
                  + file);
    };
  }

  String copyOptions() {
    return copyOptions;
  }

  /// A column as it is written.
  ///
  /// @param name in SQL
  /// @param type DuckDB's
  String written(String name, String type) {
    return switch (this) {
      case CSV -> DuckTypes.isNested(type) ? "CAST(to_json(" + name + ") AS VARCHAR)" : name;
      case JSON ->
          // there is no number for nan and inf
          type.equals("FLOAT") || type.equals("DOUBLE")
              ? "CASE WHEN isfinite(%1$s) THEN to_json(%1$s) ELSE to_json(CAST(%1$s AS VARCHAR)) END"
                  .formatted(name)
              : name;
      // Parquet has no larger ones: sums are bigint, as in Athena
      case PARQUET -> type.endsWith("HUGEINT") ? "CAST(" + name + " AS BIGINT)" : name;
    };
  }
}
