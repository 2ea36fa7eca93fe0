package dev.millrace.local.firehose.format;

import dev.millrace.local.firehose.format.HiveType.Column;
import dev.millrace.local.firehose.format.HiveType.Simple;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;

/// Makes what writes the slots of each type.
final class ParquetValues {

  private static final long DAY = 86_400;
  private static final int JULIAN_1970 = 2_440_588;

  private ParquetValues() {}

  /// Writes a value that is there.
  interface Value {
    void write(Slot slot, RecordConsumer out);
  }

  /// Writes the fields of a struct, or the columns of a row.
  record Fields(String[] names, Value[] values) implements Value {

    static Fields of(List<Column> columns) {
      return new Fields(
          columns.stream().map(Column::name).toArray(String[]::new),
          columns.stream().map(column -> value(column.type())).toArray(Value[]::new));
    }

    @Override
    public void write(Slot slot, RecordConsumer out) {
      out.startGroup();
      writeFields(slot, out);
      out.endGroup();
    }

    void writeFields(Slot slot, RecordConsumer out) {
      for (var i = 0; i < values.length; i++) {
        field(names[i], i, values[i], slot.children[i], out);
      }
    }
  }

  private static void field(String name, int index, Value value, Slot slot, RecordConsumer out) {
    if (slot.present) {
      out.startField(name, index);
      value.write(slot, out);
      out.endField(name, index);
    }
  }

  private static Value value(HiveType type) {
    return switch (type) {
      case Simple simple -> simple(simple);
      case HiveType.Char _, HiveType.Varchar _ -> ParquetValues::bytes;
      case HiveType.Decimal(var precision, _) -> decimal(ParquetTypes.decimalBytes(precision));
      case HiveType.Array(var element) -> array(value(element));
      case HiveType.Map(var key, var value) -> map(value(key), value(value));
      case HiveType.Struct(var fields) -> Fields.of(fields);
    };
  }

  private static Value simple(Simple type) {
    return switch (type) {
      case BOOLEAN -> (slot, out) -> out.addBoolean(slot.number != 0);
      case TINYINT, SMALLINT, INT, DATE -> (slot, out) -> out.addInteger((int) slot.number);
      case BIGINT -> (slot, out) -> out.addLong(slot.number);
      case FLOAT -> (slot, out) -> out.addFloat((float) slot.real);
      case DOUBLE -> (slot, out) -> out.addDouble(slot.real);
      case STRING, BINARY -> ParquetValues::bytes;
      case TIMESTAMP -> timestamp();
    };
  }

  private static void bytes(Slot slot, RecordConsumer out) {
    out.addBinary(Binary.fromReusedByteArray(slot.bytes, 0, slot.size));
  }

  /// Nanoseconds of the day, then the Julian day.
  private static Value timestamp() {
    var int96 = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    return (slot, out) -> {
      var second = Math.floorMod(slot.number, DAY);
      int96.putLong(0, second * 1_000_000_000L + slot.nanos);
      int96.putInt(8, (int) (Math.floorDiv(slot.number, DAY) + JULIAN_1970));
      out.addBinary(Binary.fromReusedByteArray(int96.array()));
    };
  }

  private static Value decimal(int length) {
    var fixed = new byte[length];
    return (slot, out) -> {
      var unscaled = Objects.requireNonNull(slot.decimal).unscaledValue();
      var bytes = unscaled.toByteArray();
      Arrays.fill(fixed, (byte) (unscaled.signum() < 0 ? -1 : 0));
      System.arraycopy(bytes, 0, fixed, length - bytes.length, bytes.length);
      out.addBinary(Binary.fromReusedByteArray(fixed));
    };
  }

  private static Value array(Value element) {
    return (slot, out) -> {
      out.startGroup();
      if (slot.size > 0) {
        out.startField("list", 0);
        for (var i = 0; i < slot.size; i++) {
          out.startGroup();
          field("element", 0, element, slot.children[i], out);
          out.endGroup();
        }
        out.endField("list", 0);
      }
      out.endGroup();
    };
  }

  private static Value map(Value key, Value value) {
    return (slot, out) -> {
      out.startGroup();
      if (slot.size > 0) {
        out.startField("key_value", 0);
        for (var i = 0; i < slot.size; i++) {
          out.startGroup();
          field("key", 0, key, slot.keys[i], out);
          field("value", 1, value, slot.children[i], out);
          out.endGroup();
        }
        out.endField("key_value", 0);
      }
      out.endGroup();
    };
  }
}
