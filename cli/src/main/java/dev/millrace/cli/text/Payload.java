package dev.millrace.cli.text;

import dev.millrace.common.Decoded;
import dev.millrace.common.Json;
import dev.millrace.common.Utf8;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a record's bytes are: a value of JSON, else text, else bytes in base64.
public sealed interface Payload {

  record JsonValue(@Nullable Object value) implements Payload {}

  record Text(String text) implements Payload {}

  record Base64Bytes(String base64) implements Payload {}

  static Payload of(byte[] data) {
    return switch (Json.value(data)) {
      case Decoded.Valid(var json) -> new JsonValue(json);
      case Decoded.Malformed(_) -> textOrBytes(data);
    };
  }

  private static Payload textOrBytes(byte[] data) {
    return Utf8.text(data)
        .<Payload>map(Text::new)
        .orElseGet(() -> new Base64Bytes(Base64.getEncoder().encodeToString(data)));
  }

  /// Adds it to the fields of a record, under the name of its kind.
  default void addTo(Map<String, @Nullable Object> fields) {
    switch (this) {
      case JsonValue(var value) -> fields.put("json", value);
      case Text(var text) -> fields.put("text", text);
      case Base64Bytes(var base64) -> fields.put("base64", base64);
    }
  }

  /// It on one line that does a terminal no harm; text is in quotes.
  default String line() {
    return switch (this) {
      case JsonValue(var value) -> Json.write(value);
      case Text(var text) -> Json.write(text);
      case Base64Bytes(var base64) -> "base64:" + base64;
    };
  }
}
