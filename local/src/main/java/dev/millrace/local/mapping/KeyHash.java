package dev.millrace.local.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Hashes what the order of records depends on: two records whose order must be kept have the same
/// hash, in every run on every machine.
///
/// Deviates from AWS: its hash is not published. This one is the CRC-32 of the partition key, or of
/// the item's key attributes.
final class KeyHash {

  private KeyHash() {}

  /// Of a Kinesis record. Aggregated records count as the one record that holds them.
  static int of(String partitionKey) {
    return hash(partitionKey);
  }

  /// Of a change to a DynamoDB item.
  ///
  /// @param keys the item's partition key and, if the table has one, its sort key
  static int of(Map<String, AttributeValue> keys) {
    var text = new StringBuilder();
    new TreeMap<>(keys)
        .forEach((name, value) -> {
          append(text, name);
          append(text, canonical(value));
        });
    return hash(text.toString());
  }

  /// With its length, so that no two keys read alike.
  private static void append(StringBuilder text, String part) {
    text.append(part.length()).append(':').append(part);
  }

  /// Numbers that are equal are the same key, however they are written.
  private static String canonical(AttributeValue value) {
    return switch (value.type()) {
      case S -> "S" + value.s();
      case N -> "N" + new BigDecimal(value.n()).stripTrailingZeros();
      case B -> "B" + Base64.getEncoder().encodeToString(value.b().asByteArrayUnsafe());
      default -> throw new IllegalArgumentException("a key must be S, N or B, was " + value);
    };
  }

  private static int hash(String text) {
    var crc = new CRC32();
    crc.update(text.getBytes(UTF_8));
    return (int) crc.getValue();
  }
}
