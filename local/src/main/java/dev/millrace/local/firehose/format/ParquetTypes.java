package dev.millrace.local.firehose.format;

import static org.apache.parquet.schema.LogicalTypeAnnotation.dateType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT96;
import static org.apache.parquet.schema.Types.primitive;

import dev.millrace.local.firehose.format.HiveType.Column;
import dev.millrace.local.firehose.format.HiveType.Simple;
import java.math.BigInteger;
import java.util.List;
import org.apache.parquet.schema.ConversionPatterns;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/// The Parquet schema of a table. Time stamps are `INT96`, as Hive writes them.
final class ParquetTypes {

  private ParquetTypes() {}

  static MessageType message(List<Column> columns) {
    return new MessageType("hive_schema", fields(columns));
  }

  private static List<Type> fields(List<Column> columns) {
    return columns.stream()
        .map(column -> type(column.name(), column.type(), Repetition.OPTIONAL))
        .toList();
  }

  private static Type type(String name, HiveType type, Repetition repetition) {
    return switch (type) {
      case Simple simple -> simple(name, simple, repetition);
      case HiveType.Char _, HiveType.Varchar _ ->
          primitive(BINARY, repetition).as(stringType()).named(name);
      case HiveType.Decimal(var precision, var scale) ->
          primitive(FIXED_LEN_BYTE_ARRAY, repetition)
              .length(decimalBytes(precision))
              .as(decimalType(scale, precision))
              .named(name);
      case HiveType.Array(var element) ->
          ConversionPatterns.listOfElements(
              repetition, name, type("element", element, Repetition.OPTIONAL));
      case HiveType.Map(var key, var value) ->
          ConversionPatterns.mapType(
              repetition,
              name,
              "key_value",
              type("key", key, Repetition.REQUIRED),
              type("value", value, Repetition.OPTIONAL));
      case HiveType.Struct(var fields) -> new GroupType(repetition, name, fields(fields));
    };
  }

  private static Type simple(String name, Simple type, Repetition repetition) {
    return switch (type) {
      case BOOLEAN -> primitive(BOOLEAN, repetition).named(name);
      case TINYINT -> primitive(INT32, repetition).as(intType(8, true)).named(name);
      case SMALLINT -> primitive(INT32, repetition).as(intType(16, true)).named(name);
      case INT -> primitive(INT32, repetition).named(name);
      case BIGINT -> primitive(INT64, repetition).named(name);
      case FLOAT -> primitive(FLOAT, repetition).named(name);
      case DOUBLE -> primitive(DOUBLE, repetition).named(name);
      case STRING -> primitive(BINARY, repetition).as(stringType()).named(name);
      case BINARY -> primitive(BINARY, repetition).named(name);
      case DATE -> primitive(INT32, repetition).as(dateType()).named(name);
      case TIMESTAMP -> primitive(INT96, repetition).named(name);
    };
  }

  /// The bytes that hold so many digits and a sign.
  static int decimalBytes(int precision) {
    return BigInteger.TEN.pow(precision).subtract(BigInteger.ONE).bitLength() / 8 + 1;
  }
}
