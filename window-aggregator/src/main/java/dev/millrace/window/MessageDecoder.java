package dev.millrace.window;

import dev.millrace.common.Decoded;
import dev.millrace.common.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads from a JSON message what the settings ask for.
///
/// A message that lacks it does not belong to this aggregation and is skipped. The reason names the
/// field but not the value, so that reasons can be counted.
record MessageDecoder(WindowFields fields) {

  /// DynamoDB's limit for a partition key.
  private static final int MAX_KEY_BYTES = 2048;

  /// DynamoDB keeps 38 digits. With at most 12 before the point and 20 after it, a million messages
  /// can be added up before a total needs more.
  private static final BigDecimal TOO_LARGE = BigDecimal.TEN.pow(12);

  private static final int MAX_SCALE = 20;

  Message decode(byte[] data) {
    return switch (Json.object(data)) {
      case Decoded.Malformed(_) -> new Message.Skipped("not a JSON object");
      case Decoded.Valid(var json) -> {
        try {
          yield sample(json);
        } catch (Skip skip) {
          yield new Message.Skipped(skip.reason());
        }
      }
    };
  }

  private Message sample(Map<String, @Nullable Object> json) {
    for (var only : fields.only()) {
      if (!only.value().equals(String.valueOf(json.get(only.field())))) {
        throw new Skip("%s not %s".formatted(only.field(), only.value()));
      }
    }
    var key = key(json);
    var values = new HashMap<Target, BigDecimal>();
    for (var measure : fields.measures()) {
      values.put(measure.target(), number(json, measure.field()));
    }
    return new Message.Sample(key, values);
  }

  private String key(Map<String, @Nullable Object> json) {
    return switch (fields.keyType()) {
      case S -> text(json, fields.key());
      case N -> number(json, fields.key()).stripTrailingZeros().toPlainString();
    };
  }

  private static String text(Map<String, @Nullable Object> json, String field) {
    if (!(present(json, field) instanceof String text)) {
      throw new Skip(field + " not a string");
    }
    var storable =
        !text.isEmpty()
            && StandardCharsets.UTF_8.newEncoder().canEncode(text)
            && text.getBytes(StandardCharsets.UTF_8).length <= MAX_KEY_BYTES;
    if (!storable) {
      throw new Skip(field + " not storable as a key");
    }
    return text;
  }

  private static BigDecimal number(Map<String, @Nullable Object> json, String field) {
    var number = Numbers.exact(present(json, field));
    if (number == null) {
      throw new Skip(field + " not a number");
    }
    var bare = number.stripTrailingZeros();
    if (bare.abs().compareTo(TOO_LARGE) >= 0 || bare.scale() > MAX_SCALE) {
      throw new Skip(field + " out of range");
    }
    return bare;
  }

  private static Object present(Map<String, @Nullable Object> json, String field) {
    var value = json.get(field);
    if (value == null) {
      throw new Skip(field + " missing");
    }
    return value;
  }

  /// Ends reading; carries no more than the reason.
  private static final class Skip extends RuntimeException {

    Skip(String reason) {
      super(reason, null, false, false);
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }
}
