package dev.millrace.cli.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.databind.JsonNode;

/// One spelling for JSON objects and DynamoDB items that mean the same: attributes in order,
/// numbers by value.
final class Canonical {

  private Canonical() {}

  static String of(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        var fields = new TreeMap<String, String>();
        node.properties().forEach(field -> fields.put(field.getKey(), of(field.getValue())));
        yield fields.toString();
      }
      case ARRAY -> node.valueStream().map(Canonical::of).toList().toString();
      case NUMBER -> number(node.decimalValue());
      case STRING -> text(node.stringValue());
      case BOOLEAN, NULL -> node.toString();
      case BINARY, MISSING, POJO ->
          throw new IllegalArgumentException("not JSON: " + node.getNodeType());
    };
  }

  static String of(Map<String, AttributeValue> item) {
    var fields = new TreeMap<String, String>();
    item.forEach((name, value) -> fields.put(name, of(value)));
    return fields.toString();
  }

  static String of(AttributeValue value) {
    return switch (value.type()) {
      case M -> of(value.m());
      case L -> value.l().stream().map(Canonical::of).toList().toString();
      case N -> number(new BigDecimal(value.n()));
      case S -> text(value.s());
      case BOOL -> value.bool().toString();
      case NUL -> "null";
      // what JSON cannot say is spelled so that it equals nothing
      case B, BS, NS, SS, UNKNOWN_TO_SDK_VERSION -> value.toString();
    };
  }

  private static String number(BigDecimal value) {
    // not toPlainString: an exponent may be large
    return (value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros()).toString();
  }

  private static String text(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /// A digest: two texts that differ have different ones, for all that can happen by chance.
  static long digest(String text) {
    return digest(text.getBytes(UTF_8));
  }

  static long digest(byte[] bytes) {
    try {
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
