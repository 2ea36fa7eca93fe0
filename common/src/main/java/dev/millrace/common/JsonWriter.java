package dev.millrace.common;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAmount;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes values as JSON on one line.
final class JsonWriter {

  private static final HexFormat HEX = HexFormat.of();

  private final StringBuilder out = new StringBuilder(256);

  private JsonWriter() {}

  static String write(@Nullable Object value) {
    var writer = new JsonWriter();
    writer.value(value);
    return writer.out.toString();
  }

  private void value(@Nullable Object value) {
    switch (value) {
      case null -> out.append("null");
      case Boolean b -> out.append(b);
      case Double d when !Double.isFinite(d) -> string(d.toString());
      case Float f when !Float.isFinite(f) -> string(f.toString());
      case Number n -> number(n);
      case CharSequence text -> string(text);
      case Character c -> string(c.toString());
      case byte[] bytes -> base64(ByteBuffer.wrap(bytes));
      case ByteBuffer bytes -> base64(bytes);
      case Map<?, ?> map -> object(map);
      case Iterable<?> items -> array(items);
      case Enum<?> constant -> string(constant.name());
      case Temporal time -> string(time.toString());
      case TemporalAmount amount -> string(amount.toString());
      default ->
          throw new IllegalArgumentException(
              "a JSON value must be null, text, number, boolean, bytes, map, list, enum or time, was "
                  + value.getClass().getName());
    }
  }

  private void number(Number number) {
    switch (number) {
      case Integer _, Long _, Short _, Byte _, BigInteger _, BigDecimal _, Double _, Float _ ->
          out.append(number);
      // AtomicLong and the like: their text is a JSON number only by luck
      default ->
          throw new IllegalArgumentException(
              "a JSON number must be of a standard type, was " + number.getClass().getName());
    }
  }

  private void base64(ByteBuffer bytes) {
    var copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    out.append('"').append(Base64.getEncoder().encodeToString(copy)).append('"');
  }

  private void object(Map<?, ?> map) {
    var separator = '{';
    for (var entry : map.entrySet()) {
      out.append(separator);
      string(String.valueOf(entry.getKey()));
      out.append(':');
      value(entry.getValue());
      separator = ',';
    }
    out.append(separator == '{' ? "{}" : "}");
  }

  private void array(Iterable<?> items) {
    var separator = '[';
    for (var item : items) {
      out.append(separator);
      value(item);
      separator = ',';
    }
    out.append(separator == '[' ? "[]" : "]");
  }

  private void string(CharSequence text) {
    out.append('"');
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        out.append(c).append(text.charAt(++i));
      } else {
        character(c);
      }
    }
    out.append('"');
  }

  private void character(char c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (breaksLines(c)) {
          out.append("\\u").append(HEX.toHexDigits(c));
        } else {
          out.append(c);
        }
      }
    }
  }

  /// Also what a terminal or a log viewer takes for a control, and a surrogate without its partner.
  private static boolean breaksLines(char c) {
    return Character.isISOControl(c)
        || c == '\u2028'
        || c == '\u2029'
        || c == '\uFEFF'
        || Character.isSurrogate(c);
  }
}
