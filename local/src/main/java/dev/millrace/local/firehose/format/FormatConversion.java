package dev.millrace.local.firehose.format;

import dev.millrace.local.firehose.format.HiveType.Column;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/// How records become one file: the columns, and the settings of both sides, checked.
///
/// It keeps nothing between calls and may be used by several threads.
public record FormatConversion(
    List<Column> columns, Deserializer deserializer, Serializer serializer) {

  /// @throws FormatException naming the column or setting that breaks a rule
  public FormatConversion {
    columns = List.copyOf(columns);
    if (columns.isEmpty()) {
      throw new FormatException("The table must have at least one column, had none");
    }
    var names = new HashSet<String>();
    for (var column : columns) {
      if (column.name().isBlank()) {
        throw new FormatException("A column must have a name, was '%s'", column.name());
      }
      if (!names.add(column.name().toLowerCase(Locale.ROOT))) {
        throw new FormatException("The column '%s' is there twice", column.name());
      }
    }
    switch (serializer) {
      case Serializer.Parquet _ -> {}
      case Serializer.Orc orc -> OrcFile.check(columns, orc);
    }
    // whatever is wrong with the deserializer is known now, not at the first record
    var _ = new RecordReader(columns, deserializer);
  }

  /// What became of the records of a batch.
  ///
  /// @param rows how many the file has; a record may have made several
  /// @param file empty if there are no rows: then no object should be written
  public record Converted(byte[] file, int rows, List<Failed> failed) {

    public Converted {
      failed = List.copyOf(failed);
    }
  }

  /// A record of which nothing is in the file.
  ///
  /// @param index its place in the batch
  public record Failed(int index, String code, String message) {}

  /// Converts a batch. A record that cannot be converted does not keep the others back.
  public Converted convert(List<byte[]> records) {
    var reader = new RecordReader(columns, deserializer);
    var sink = sink();
    var failed = new ArrayList<Failed>();
    var rows = 0;
    for (var i = 0; i < records.size(); i++) {
      try {
        rows += reader.read(records.get(i), sink);
      } catch (Malformed e) {
        failed.add(new Failed(i, e.code(), e.problem()));
      }
    }
    var file = sink.finish();
    return new Converted(rows == 0 ? new byte[0] : file, rows, failed);
  }

  private RowSink sink() {
    return switch (serializer) {
      case Serializer.Parquet parquet -> new ParquetFile(columns, parquet);
      case Serializer.Orc orc -> new OrcFile(columns, orc);
    };
  }
}
