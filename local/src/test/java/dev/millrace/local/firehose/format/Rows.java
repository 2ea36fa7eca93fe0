package dev.millrace.local.firehose.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.local.firehose.format.FormatConversion.Converted;
import dev.millrace.local.firehose.format.HiveType.Column;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Converts records and reads the file back with DuckDB, which shares no code with the writer.
public final class Rows {

  private Rows() {}

  static Column column(String name, String type) {
    return new Column(name, HiveType.parse(name, type));
  }

  static Converted convert(FormatConversion conversion, String... records) {
    return conversion.convert(Stream.of(records).map(record -> record.getBytes(UTF_8)).toList());
  }

  static FormatConversion openX(Column... columns) {
    return with(Deserializer.OpenX.DEFAULT, columns);
  }

  static FormatConversion hive(Column... columns) {
    return with(new Deserializer.Hive(List.of()), columns);
  }

  static FormatConversion with(Deserializer rules, Column... columns) {
    return new FormatConversion(List.of(columns), rules, Serializer.Parquet.DEFAULT);
  }

  /// One value of one column, as DuckDB writes it; `null` for null.
  static String value(FormatConversion conversion, String record) {
    var converted = convert(conversion, record);
    if (!converted.failed().isEmpty()) {
      throw new AssertionError(converted.failed());
    }
    return query(converted.file(), "select cast(columns(*) as varchar) from FILE")
        .getFirst()
        .getFirst();
  }

  /// What a query finds in a Parquet file, which it calls `FILE`.
  public static List<List<String>> query(byte[] parquet, String sql) {
    try {
      var file = Files.createTempFile("rows", ".parquet");
      try {
        Files.write(file, parquet);
        return query(
            sql.replace("METADATA", "parquet_metadata('" + file + "')")
                .replace("FILE", "read_parquet('" + file + "')"));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<List<String>> query(String sql) {
    try (var connection = DriverManager.getConnection("jdbc:duckdb:");
        var statement = connection.createStatement();
        var results = statement.executeQuery(sql)) {
      var rows = new ArrayList<List<String>>();
      while (results.next()) {
        var row = new ArrayList<String>();
        for (var i = 1; i <= results.getMetaData().getColumnCount(); i++) {
          row.add(String.valueOf(results.getString(i)));
        }
        rows.add(row);
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
