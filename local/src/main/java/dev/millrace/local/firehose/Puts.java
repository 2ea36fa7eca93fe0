package dev.millrace.local.firehose;

import java.util.Locale;

/// What the two put actions share.
final class Puts {

  private static final int LONGEST = 1_024_000;

  private Puts() {}

  /// A record on the wire.
  record Entry(byte[] data) {}

  /// @throws dev.millrace.local.gateway.AwsException if the record is too large
  static void check(String path, Entry entry) {
    if (entry.data().length > LONGEST) {
      throw Refusal.constraint(
          entry.data().length + " bytes",
          path + ".data",
          "Member must have length less than or equal to " + LONGEST);
    }
  }

  /// The delivery stream, if records may be put to it.
  ///
  /// @throws dev.millrace.local.gateway.AwsException if not
  static DeliveryStream stream(FirehoseState state, String name) {
    var stream = state.stream(name);
    if (stream.source() != null) {
      throw Refusal.argument(
          "This operation is not permitted on %s delivery stream type.", stream.type());
    }
    return stream;
  }

  /// Names the record with this number, counted from 0.
  static String recordId(DeliveryStream stream, long number) {
    return String.format(Locale.ROOT, "%016x%016x", stream.serial(), number);
  }
}
