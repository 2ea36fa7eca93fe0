package dev.millrace.common;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Packs user records into one Kinesis record as the Kinesis Producer Library does: the counterpart
/// of `KplAggregate`.
///
/// Each partition key and each hash key is written once, however many records have it.
public final class KplPacker {

  private final Table partitionKeys = new Table(1);
  private final Table hashKeys = new Table(2);
  private final ByteArrayOutputStream records = new ByteArrayOutputStream();
  private int count;

  /// The keys of an aggregate, which its records refer to by their place.
  private static final class Table {
    private final int field;
    private final Map<String, Integer> places = new LinkedHashMap<>();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    Table(int field) {
      this.field = field;
    }

    int place(String key) {
      var next = places.size();
      var known = places.putIfAbsent(key, next);
      if (known != null) {
        return known;
      }
      bytes(written, field, key.getBytes(StandardCharsets.UTF_8));
      return next;
    }
  }

  /// Adds a record behind the others.
  public void add(String partitionKey, @Nullable String explicitHashKey, byte[] data) {
    var record = new ByteArrayOutputStream();
    number(record, 1, partitionKeys.place(partitionKey));
    if (explicitHashKey != null) {
      number(record, 2, hashKeys.place(explicitHashKey));
    }
    bytes(record, 3, data);
    bytes(records, 3, record.toByteArray());
    count++;
  }

  /// How many records there are.
  public int count() {
    return count;
  }

  /// How many bytes the aggregate has.
  public int size() {
    return KplAggregate.OVERHEAD
        + partitionKeys.written.size()
        + hashKeys.written.size()
        + records.size();
  }

  /// The aggregate of all records.
  public byte[] pack() {
    var message = new ByteArrayOutputStream(size());
    message.writeBytes(partitionKeys.written.toByteArray());
    message.writeBytes(hashKeys.written.toByteArray());
    message.writeBytes(records.toByteArray());
    return KplAggregate.sealed(message.toByteArray());
  }

  private static void number(ByteArrayOutputStream out, int field, int value) {
    varint(out, (field << 3) | ProtoReader.VARINT);
    varint(out, value);
  }

  private static void bytes(ByteArrayOutputStream out, int field, byte[] value) {
    varint(out, (field << 3) | ProtoReader.BYTES);
    varint(out, value.length);
    out.writeBytes(value);
  }

  private static void varint(ByteArrayOutputStream out, int value) {
    var rest = value;
    for (; rest > 0x7F; rest >>>= 7) {
      out.write((rest & 0x7F) | 0x80);
    }
    out.write(rest);
  }
}
