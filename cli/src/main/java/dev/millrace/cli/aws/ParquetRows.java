package dev.millrace.cli.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Reads Parquet files with DuckDB, one after the other.
public final class ParquetRows implements AutoCloseable {

  private final Connection database;
  private final Path file;

  private ParquetRows(Connection database, Path file) {
    this.database = database;
    this.file = file;
  }

  /// Starts DuckDB.
  public static ParquetRows open() {
    try {
      return new ParquetRows(
          DriverManager.getConnection("jdbc:duckdb:"),
          Files.createTempFile("millrace", ".parquet"));
    } catch (SQLException e) {
      throw new IllegalStateException("DuckDB does not start", e);
    } catch (IOException e) {
      throw new UncheckedIOException("there is no room for a temporary file", e);
    }
  }

  /// Every row of a file, its values as Java spells them; `null` if there is none.
  ///
  /// @param columns as they are selected
  /// @throws SQLException if it is no Parquet file, or lacks a column
  public List<List<String>> of(byte[] parquet, String columns) throws SQLException {
    write(parquet);
    try (var query = database.createStatement();
        var found =
            query.executeQuery("select " + columns + " from read_parquet('" + file + "')")) {
      var width = found.getMetaData().getColumnCount();
      var rows = new ArrayList<List<String>>();
      while (found.next()) {
        var row = new ArrayList<String>(width);
        for (var column = 1; column <= width; column++) {
          row.add(String.valueOf(found.getObject(column)));
        }
        rows.add(List.copyOf(row));
      }
      return rows;
    }
  }

  private void write(byte[] parquet) {
    try {
      Files.write(file, parquet);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written", e);
    }
  }

  @Override
  public void close() {
    try {
      database.close();
      Files.deleteIfExists(file);
    } catch (SQLException e) {
      throw new IllegalStateException("DuckDB does not stop", e);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be deleted", e);
    }
  }
}
