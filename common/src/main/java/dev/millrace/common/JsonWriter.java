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

  /// Whether nothing in a text would be escaped but for its meaning.
  static boolean isOneLine(String text) {
    for (var i = 0; i < text.length(); i++) {
      if (breaksLines(text.charAt(i))) {
        if (!isPair(text, i)) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private void value(@Nullable Object value) {
    switch (value) {
      case null -> out.append("null");
      case Boolean b -> out.append(b);
      case Double d when !Double.isFinite(d) -> string(d.toString());
      case Float f when !Float.isFinite(f) -> string(f.toString());
      case Number n -> number(n);
      case JsonLine line -> out.append(line);
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

  /// What needs no escape, which is mostly all of it, is copied as a whole.
  private void string(CharSequence text) {
    out.append('"');
    var copied = 0;
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (isPlain(c)) {
        continue;
      }
      if (isPair(text, i)) {
        i++;
      } else {
        out.append(text, copied, i);
        escape(c);
        copied = i + 1;
      }
    }
    out.append(text, copied, text.length()).append('"');
  }

  private static boolean isPlain(char c) {
    return c != '"' && c != '\\' && !breaksLines(c);
  }

  private static boolean isPair(CharSequence text, int index) {
    return index + 1 < text.length()
        && Character.isSurrogatePair(text.charAt(index), text.charAt(index + 1));
  }

  private void escape(char c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> out.append("\\u").append(HEX.toHexDigits(c));
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
