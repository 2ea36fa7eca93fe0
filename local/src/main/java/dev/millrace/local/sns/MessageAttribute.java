package dev.millrace.local.sns;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An attribute of a message, as it is on the wire: a text or bytes.
record MessageAttribute(
    String dataType, @Nullable String stringValue, byte @Nullable [] binaryValue) {

  private static final Pattern NAME = Pattern.compile("(?!\\.)[A-Za-z0-9_.-]{1,256}(?<!\\.)");
  private static final Pattern TYPE = Pattern.compile("(String|Number|Binary)(\\..+)?");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");

  /// @throws dev.millrace.local.gateway.AwsException naming the first that cannot be so
  static void check(Map<String, MessageAttribute> attributes) {
    attributes.forEach((name, attribute) -> attribute.check(name));
  }

  /// What it adds to the size of its message.
  static long size(Map<String, MessageAttribute> attributes) {
    return attributes.entrySet().stream()
        .mapToLong(entry -> entry.getKey().getBytes(UTF_8).length + entry.getValue().size())
        .sum();
  }

  boolean isBinary() {
    return dataType.startsWith("Binary");
  }

  boolean isNumber() {
    return dataType.startsWith("Number");
  }

  /// The value as a notification shows it.
  String text() {
    return isBinary()
        ? Base64.getEncoder().encodeToString(Objects.requireNonNull(binaryValue))
        : Objects.requireNonNull(stringValue);
  }

  private long size() {
    long value =
        isBinary()
            ? Objects.requireNonNull(binaryValue).length
            : Objects.requireNonNull(stringValue).getBytes(UTF_8).length;
    return dataType.getBytes(UTF_8).length + value;
  }

  private void check(String name) {
    if (!NAME.matcher(name).matches() || name.contains("..")) {
      throw wrong(name, "name must be letters, digits, _, -, and single dots in between");
    }
    if (!TYPE.matcher(dataType).matches()) {
      throw wrong(name, "type must be String, Number, Binary or String.Array, was " + dataType);
    }
    var isEmpty =
        isBinary()
            ? binaryValue == null || binaryValue.length == 0
            : stringValue == null || stringValue.isEmpty();
    if (isEmpty || (isBinary() ? stringValue != null : binaryValue != null)) {
      throw wrong(name, "must have a value of its type and no other, its type is " + dataType);
    }
    if (isNumber() && !NUMBER.matcher(Objects.requireNonNull(stringValue)).matches()) {
      throw wrong(name, "must be a number, was " + stringValue);
    }
  }

  private static RuntimeException wrong(String name, String rule) {
    return Refusal.parameter("The message attribute '%s' %s", name, rule);
  }
}
