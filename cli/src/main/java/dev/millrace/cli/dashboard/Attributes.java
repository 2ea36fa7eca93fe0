package dev.millrace.cli.dashboard;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Items of DynamoDB as plain values: numbers keep their digits, bytes are in base64.
final class Attributes {

  private Attributes() {}

  static Map<String, @Nullable Object> plain(Map<String, AttributeValue> item) {
    var plain = new LinkedHashMap<String, @Nullable Object>();
    new TreeMap<>(item).forEach((name, value) -> plain.put(name, plain(value)));
    return plain;
  }

  private static @Nullable Object plain(AttributeValue value) {
    return switch (value.type()) {
      case S -> value.s();
      case N -> value.n();
      case B -> base64(value.b());
      case BOOL -> value.bool();
      case M -> plain(value.m());
      case L -> value.l().stream().map(Attributes::plain).toList();
      case SS -> value.ss();
      case NS -> value.ns();
      case BS -> value.bs().stream().map(Attributes::base64).toList();
      case NUL -> null;
      case UNKNOWN_TO_SDK_VERSION -> List.of(value.toString());
    };
  }

  private static String base64(SdkBytes bytes) {
    return Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe());
  }
}
