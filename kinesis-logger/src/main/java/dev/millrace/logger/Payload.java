package dev.millrace.logger;

import dev.millrace.common.Decoded;
import dev.millrace.common.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// What a record's bytes say.
sealed interface Payload {

  /// One strict JSON value. What is almost JSON is text.
  ///
  /// @param text as it was written
  record JsonValue(@Nullable Object value, String text) implements Payload {}

  /// Valid UTF-8.
  record Text(String text) implements Payload {}

  /// Anything else.
  record Binary(String base64) implements Payload {}

  static Payload of(byte[] data) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString();
    } catch (CharacterCodingException e) {
      return new Binary(Base64.getEncoder().encodeToString(data));
    }
    return switch (Json.value(data)) {
      case Decoded.Valid(var value) -> new JsonValue(value, text);
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
  default @Nullable Object value() {
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
