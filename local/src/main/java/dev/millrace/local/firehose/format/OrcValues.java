package dev.millrace.local.firehose.format;

import dev.millrace.local.firehose.format.HiveType.Column;
import dev.millrace.local.firehose.format.HiveType.Simple;
import java.util.List;
import java.util.Objects;
import org.apache.orc.storage.common.type.HiveDecimal;
import org.apache.orc.storage.ql.exec.vector.BytesColumnVector;
import org.apache.orc.storage.ql.exec.vector.ColumnVector;
import org.apache.orc.storage.ql.exec.vector.DecimalColumnVector;
import org.apache.orc.storage.ql.exec.vector.DoubleColumnVector;
import org.apache.orc.storage.ql.exec.vector.ListColumnVector;
import org.apache.orc.storage.ql.exec.vector.LongColumnVector;
import org.apache.orc.storage.ql.exec.vector.MapColumnVector;
import org.apache.orc.storage.ql.exec.vector.StructColumnVector;
import org.apache.orc.storage.ql.exec.vector.TimestampColumnVector;

/// Makes what copies the slots of each type into ORC's column vectors.
final class OrcValues {

  private OrcValues() {}

  /// Copies a value that is there.
  interface Value {
    void write(Slot slot, ColumnVector vector, int row);

    default void writeOrNull(Slot slot, ColumnVector vector, int row) {
      if (slot.present) {
        write(slot, vector, row);
      } else {
        vector.isNull[row] = true;
        vector.noNulls = false;
      }
    }
  }

  static Value[] fields(List<Column> columns) {
    return columns.stream().map(column -> value(column.type())).toArray(Value[]::new);
  }

  private static Value value(HiveType type) {
    return switch (type) {
      case Simple simple -> simple(simple);
      case HiveType.Char _, HiveType.Varchar _ -> OrcValues::bytes;
      case HiveType.Decimal _ -> OrcValues::decimal;
      case HiveType.Array(var element) -> array(value(element));
      case HiveType.Map(var key, var value) -> map(value(key), value(value));
      case HiveType.Struct(var columns) -> struct(fields(columns));
    };
  }

  private static Value simple(Simple type) {
    return switch (type) {
      case BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, DATE ->
          (slot, vector, row) -> ((LongColumnVector) vector).vector[row] = slot.number;
      case FLOAT, DOUBLE ->
          (slot, vector, row) -> ((DoubleColumnVector) vector).vector[row] = slot.real;
      case STRING, BINARY -> OrcValues::bytes;
      case TIMESTAMP -> OrcValues::timestamp;
    };
  }

  private static void bytes(Slot slot, ColumnVector vector, int row) {
    ((BytesColumnVector) vector).setVal(row, slot.bytes, 0, slot.size);
  }

  private static void timestamp(Slot slot, ColumnVector vector, int row) {
    var times = (TimestampColumnVector) vector;
    times.time[row] = slot.number * 1000 + slot.nanos / 1_000_000;
    times.nanos[row] = slot.nanos;
  }

  private static void decimal(Slot slot, ColumnVector vector, int row) {
    var decimal = HiveDecimal.create(Objects.requireNonNull(slot.decimal));
    ((DecimalColumnVector) vector).set(row, decimal);
  }

  private static Value struct(Value[] values) {
    return (slot, vector, row) -> {
      var fields = ((StructColumnVector) vector).fields;
      for (var i = 0; i < values.length; i++) {
        values[i].writeOrNull(slot.children[i], fields[i], row);
      }
    };
  }

  private static Value array(Value element) {
    return (slot, vector, row) -> {
      var list = (ListColumnVector) vector;
      var first = list.childCount;
      list.offsets[row] = first;
      list.lengths[row] = slot.size;
      list.childCount += slot.size;
      list.child.ensureSize(list.childCount, true);
      for (var i = 0; i < slot.size; i++) {
        element.writeOrNull(slot.children[i], list.child, first + i);
      }
    };
  }

  private static Value map(Value key, Value value) {
    return (slot, vector, row) -> {
      var map = (MapColumnVector) vector;
      var first = map.childCount;
      map.offsets[row] = first;
      map.lengths[row] = slot.size;
      map.childCount += slot.size;
      map.keys.ensureSize(map.childCount, true);
      map.values.ensureSize(map.childCount, true);
      for (var i = 0; i < slot.size; i++) {
        key.writeOrNull(slot.keys[i], map.keys, first + i);
        value.writeOrNull(slot.children[i], map.values, first + i);
      }
    };
  }
}
