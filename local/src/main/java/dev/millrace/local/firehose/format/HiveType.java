package dev.millrace.local.firehose.format;

import java.util.List;

/// The type of a column, as a Glue table names it.
public sealed interface HiveType {

  /// Types without parameters.
  enum Simple implements HiveType {
    BOOLEAN,
    TINYINT,
    SMALLINT,
    INT,
    BIGINT,
    FLOAT,
    DOUBLE,
    STRING,
    BINARY,
    DATE,
    TIMESTAMP
  }

  /// Digits with a point among them.
  ///
  /// @param precision how many digits, 1 to 38
  /// @param scale how many of them follow the point
  record Decimal(int precision, int scale) implements HiveType {}

  /// At most so many characters, without trailing blanks.
  record Char(int length) implements HiveType {}

  /// At most so many characters.
  record Varchar(int length) implements HiveType {}

  record Array(HiveType element) implements HiveType {}

  /// Values by their keys.
  ///
  /// @param key a type that is neither array, map nor struct
  record Map(HiveType key, HiveType value) implements HiveType {}

  record Struct(List<Column> fields) implements HiveType {

    public Struct {
      fields = List.copyOf(fields);
    }
  }

  /// A column of a table, or a field of a struct.
  record Column(String name, HiveType type) {}

  /// Reads a type such as `array<struct<at:timestamp,price:decimal(10,2)>>`.
  ///
  /// @param column the name of the column, for refusals
  /// @throws FormatException if the text is no type, or one that cannot be converted
  static HiveType parse(String column, String text) {
    return new HiveTypeParser(column, text).parse();
  }
}
