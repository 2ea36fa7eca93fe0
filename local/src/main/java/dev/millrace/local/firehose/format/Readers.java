package dev.millrace.local.firehose.format;

import dev.millrace.local.firehose.format.HiveType.Column;
import dev.millrace.local.firehose.format.HiveType.Simple;
import java.util.List;

/// Makes the reader of each type.
final class Readers {

  private final Deserializer rules;
  private final Keys plain;
  private final boolean lenient;

  Readers(Deserializer rules) {
    this.rules = rules;
    this.plain = new Keys(List.of(), rules);
    this.lenient =
        switch (rules) {
          case Deserializer.OpenX _ -> true;
          case Deserializer.Hive _ -> false;
        };
  }

  StructReader struct(List<Column> columns) {
    var readers = columns.stream().map(column -> reader(column.type())).toArray(SlotReader[]::new);
    return new StructReader(new Keys(columns, rules), readers, lenient);
  }

  private SlotReader reader(HiveType type) {
    return switch (type) {
      case HiveType.Array(var element) -> new ArrayReader(reader(element), lenient);
      case HiveType.Map(var key, var value) -> map(key, reader(value));
      case HiveType.Struct(var fields) -> struct(fields);
      case Simple simple -> scalar(simple, lenient);
      case HiveType.Decimal(var precision, var scale) -> new DecimalReader(precision, scale);
      case HiveType.Char(var length) -> new TextReader(plain, length, true, lenient);
      case HiveType.Varchar(var length) -> new TextReader(plain, length, false, lenient);
    };
  }

  /// JSON has only text for keys, so numbers in text are all right whatever the deserializer.
  private SlotReader map(HiveType key, SlotReader value) {
    var keyReader =
        switch (key) {
          case Simple simple -> scalar(simple, true);
          case HiveType.Decimal(var precision, var scale) -> new DecimalReader(precision, scale);
          case HiveType.Char(var length) -> new TextReader(plain, length, true, true);
          case HiveType.Varchar(var length) -> new TextReader(plain, length, false, true);
          case HiveType.Array _, HiveType.Map _, HiveType.Struct _ ->
              throw new IllegalArgumentException("no type of a map's key: " + key);
        };
    return new MapReader(plain, keyReader, value, lenient);
  }

  private ScalarReader scalar(Simple type, boolean texts) {
    return switch (type) {
      case BOOLEAN -> new BooleanReader(texts);
      case TINYINT, SMALLINT, INT, BIGINT -> WholeReader.of(type, texts);
      case FLOAT -> new RealReader(true, texts);
      case DOUBLE -> new RealReader(false, texts);
      case STRING, BINARY -> new TextReader(plain, TextReader.UNLIMITED, false, texts);
      case DATE -> new DateReader();
      case TIMESTAMP -> timestamp();
    };
  }

  private ScalarReader timestamp() {
    return switch (rules) {
      case Deserializer.OpenX _ -> new TimestampReader();
      case Deserializer.Hive(var formats) -> HiveTimestampReader.of(formats);
    };
  }
}
