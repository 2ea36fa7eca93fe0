package dev.millrace.cli.input;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/// The columns a CSV file must have, and where they are.
///
/// Names are compared without regard to case and surrounding spaces. Every line is parsed by
/// itself, so that a broken quote spoils one line and not the rest of the file; a quoted cell
/// therefore cannot hold a line break.
final class CsvHeader {

  private static final CSVFormat CSV = CSVFormat.RFC4180.builder().setTrim(true).get();

  private final Map<String, Integer> positions;

  private CsvHeader(Map<String, Integer> positions) {
    this.positions = positions;
  }

  /// A column.
  ///
  /// @param name as the reader calls it
  /// @param spellings its names in files, in lower case
  record Column(String name, List<String> spellings) {
    static Column named(String name, String... spellings) {
      return new Column(
          name,
          Stream.concat(Stream.of(name), Stream.of(spellings))
              .map(spelling -> spelling.toLowerCase(Locale.ROOT))
              .toList());
    }
  }

  /// Reads the first line of a file.
  ///
  /// @throws InputException if there is none, or it lacks a column
  static CsvHeader of(Path file, List<Column> columns) {
    try (var lines = Lines.of(file)) {
      var first = lines.next();
      if (first.isEmpty()) {
        throw new InputException(file + ": is empty, must begin with a header line");
      }
      return of(file, first.get(), columns);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read: " + e, e);
    }
  }

  private static CsvHeader of(Path file, Lines.Line line, List<Column> columns) {
    try {
      var text = line.text();
      if (text.startsWith("PAR1")) {
        throw new InputException(file + ": is a Parquet file, must be CSV");
      }
      return new CsvHeader(positions(file, cells(text), columns));
    } catch (MalformedLineException e) {
      throw new InputException(file + ":1: unreadable header: " + e.getMessage(), e);
    }
  }

  private static Map<String, Integer> positions(
      Path file, List<String> cells, List<Column> columns) {
    var names = cells.stream().map(cell -> cell.toLowerCase(Locale.ROOT)).toList();
    var positions = new HashMap<String, Integer>();
    var missing = new ArrayList<String>();
    for (var column : columns) {
      var found = column.spellings().stream().map(names::indexOf).filter(at -> at >= 0).toList();
      if (found.isEmpty()) {
        missing.add(column.name());
      } else {
        positions.put(column.name(), found.getFirst());
      }
    }
    if (!missing.isEmpty()) {
      throw new InputException(
          "%s:1: the header lacks %s; it has %s"
              .formatted(file, String.join(", ", missing), String.join(", ", cells)));
    }
    return positions;
  }

  /// Splits a line into its cells by the header.
  Row row(Lines.Line line) throws MalformedLineException {
    return new Row(cells(line.text()));
  }

  private static List<String> cells(String text) throws MalformedLineException {
    try (var parser = CSVParser.parse(text, CSV)) {
      var records = parser.getRecords();
      if (records.size() != 1) {
        throw new MalformedLineException("must be one line of CSV, was " + records.size());
      }
      return records.getFirst().toList();
    } catch (IOException | UncheckedIOException | IllegalStateException e) {
      throw new MalformedLineException("not CSV: " + e.getMessage());
    }
  }

  /// The cells of one line.
  final class Row {
    private final List<String> cells;

    private Row(List<String> cells) {
      this.cells = cells;
    }

    /// The cell of a column, without surrounding spaces.
    String get(Column column) throws MalformedLineException {
      int at = positions.getOrDefault(column.name(), Integer.MAX_VALUE);
      if (at >= cells.size()) {
        throw new MalformedLineException(
            "has %d cells, %s is cell %d".formatted(cells.size(), column.name(), at + 1));
      }
      return cells.get(at);
    }
  }
}
