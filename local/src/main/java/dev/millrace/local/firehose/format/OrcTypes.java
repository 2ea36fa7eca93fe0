package dev.millrace.local.firehose.format;

import dev.millrace.local.firehose.format.HiveType.Column;
import dev.millrace.local.firehose.format.HiveType.Simple;
import java.util.List;
import org.apache.orc.TypeDescription;

/// The ORC schema of a table.
final class OrcTypes {

  private OrcTypes() {}

  static TypeDescription struct(List<Column> columns) {
    var struct = TypeDescription.createStruct();
    columns.forEach(column -> struct.addField(column.name(), type(column.type())));
    return struct;
  }

  private static TypeDescription type(HiveType type) {
    return switch (type) {
      case Simple simple -> simple(simple);
      case HiveType.Char(var length) -> TypeDescription.createChar().withMaxLength(length);
      case HiveType.Varchar(var length) -> TypeDescription.createVarchar().withMaxLength(length);
      // precision first: the scale must not exceed it
      case HiveType.Decimal(var precision, var scale) ->
          TypeDescription.createDecimal().withScale(0).withPrecision(precision).withScale(scale);
      case HiveType.Array(var element) -> TypeDescription.createList(type(element));
      case HiveType.Map(var key, var value) -> TypeDescription.createMap(type(key), type(value));
      case HiveType.Struct(var fields) -> struct(fields);
    };
  }

  private static TypeDescription simple(Simple type) {
    return switch (type) {
      case BOOLEAN -> TypeDescription.createBoolean();
      case TINYINT -> TypeDescription.createByte();
      case SMALLINT -> TypeDescription.createShort();
      case INT -> TypeDescription.createInt();
      case BIGINT -> TypeDescription.createLong();
      case FLOAT -> TypeDescription.createFloat();
      case DOUBLE -> TypeDescription.createDouble();
      case STRING -> TypeDescription.createString();
      case BINARY -> TypeDescription.createBinary();
      case DATE -> TypeDescription.createDate();
      case TIMESTAMP -> TypeDescription.createTimestamp();
    };
  }
}
