package dev.millrace.local.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One record of a shard, already in the form in which the function will see it.
///
/// @param sequenceNumber its place in the shard
/// @param arrival when the stream took it
/// @param json its element of the event's `Records`, UTF-8
/// @param keyHash a hash of what its order depends on, as `KeyHash` says
record StreamRecord(SequenceNumber sequenceNumber, Instant arrival, byte[] json, int keyHash) {

  /// The place of the last one; null if there is none.
  static @Nullable SequenceNumber last(List<StreamRecord> records) {
    return records.isEmpty() ? null : records.getLast().sequenceNumber();
  }

  /// The same records for a mapping whose function has another role.
  static List<StreamRecord> withRole(List<StreamRecord> records, String before, String after) {
    return before.equals(after)
        ? records
        : records.stream().map(record -> record.withRole(before, after)).toList();
  }

  /// Within a JSON string the quotes would be escaped, so what is found is the member.
  private StreamRecord withRole(String before, String after) {
    var member = "\"invokeIdentityArn\":\"%s\"";
    var text = new String(json, UTF_8).replace(member.formatted(before), member.formatted(after));
    return new StreamRecord(sequenceNumber, arrival, text.getBytes(UTF_8), keyHash);
  }

  @Override
  public String toString() {
    return sequenceNumber.text();
  }
}
