package dev.millrace.local.firehose.format;

import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Where one value waits between the JSON parser and the file.
///
/// A row is a tree of slots in the shape of the schema. It is filled again for each record, so that
/// reading a record allocates next to nothing, and a record that turns out to be wrong has written
/// nothing. Which members count is up to the type: they are not a union because Java has none.
final class Slot {

  private static final byte[] NO_BYTES = {};
  private static final Slot[] NO_SLOTS = {};

  /// Whether there is a value; all else means nothing if not.
  boolean present;

  /// A whole number, 0 or 1, days since 1970, or the seconds of a time stamp since then.
  long number;

  /// What a time stamp has beyond its seconds.
  int nanos;

  double real;

  @Nullable BigDecimal decimal;

  /// Text or binary; `size` bytes count.
  byte[] bytes = NO_BYTES;

  /// The keys of a map; `size` count.
  Slot[] keys = NO_SLOTS;

  /// The fields of a struct, or elements or values of which `size` count.
  Slot[] children = NO_SLOTS;

  int size;

  static Slot struct(Slot... fields) {
    var slot = new Slot();
    slot.children = fields;
    return slot;
  }

  void set(byte[] value) {
    bytes = value;
    size = value.length;
  }

  byte[] room(int length) {
    if (bytes.length < length) {
      bytes = new byte[Math.max(length, bytes.length * 2)];
    }
    return bytes;
  }

  static Slot[] grown(Slot[] slots) {
    return Arrays.copyOf(slots, Math.max(8, slots.length * 2));
  }
}
