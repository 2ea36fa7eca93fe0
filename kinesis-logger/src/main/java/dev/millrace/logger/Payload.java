package dev.millrace.logger;

import dev.millrace.common.Decoded;
import dev.millrace.common.Json;
import dev.millrace.common.JsonLine;
import dev.millrace.common.Utf8;
import java.util.Base64;

/// What a record's bytes say.
sealed interface Payload {

  /// One strict JSON value. What is almost JSON is text.
  ///
  /// @param text as it was written
  record JsonValue(JsonLine value, String text) implements Payload {}

  /// Valid UTF-8.
  record Text(String text) implements Payload {}

  /// Anything else.
  record Binary(String base64) implements Payload {}

  static Payload of(byte[] data) {
    return Utf8.text(data)
        .map(Payload::of)
        .orElseGet(() -> new Binary(Base64.getEncoder().encodeToString(data)));
  }

  private static Payload of(String text) {
    return switch (Json.line(text)) {
      case Decoded.Valid(var line) -> new JsonValue(line, text);
      case Decoded.Malformed(_) -> new Text(text);
    };
  }

  default String format() {
    return switch (this) {
      case JsonValue _ -> "json";
      case Text _ -> "text";
      case Binary _ -> "binary";
    };
  }

  /// The payload as a value of the log line.
  default Object value() {
    return switch (this) {
      case JsonValue(var value, _) -> value;
      case Text(var text) -> text;
      case Binary(var base64) -> base64;
    };
  }

  /// The payload as text that may be cut.
  default String raw() {
    return switch (this) {
      case JsonValue(_, var text) -> text;
      case Text(var text) -> text;
      case Binary(var base64) -> base64;
    };
  }
}
