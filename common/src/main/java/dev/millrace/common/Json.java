package dev.millrace.common;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON of records, read strictly and written on one line.
///
/// Read values are `String`, `Boolean`, `null`, unmodifiable `List` and `Map` in the order of the
/// text, and exact numbers: `Long`, else `BigInteger` for whole numbers, `BigDecimal` for those
/// with a fraction or an exponent.
public final class Json {

  /// How deep arrays and objects may nest.
  public static final int MAX_DEPTH = 200;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private Json() {}

  /// A parser of UTF-8 for those who read piece by piece.
  static JsonParser parser(InputStream utf8) throws IOException {
    return FACTORY.createParser(utf8);
  }

  /// Reads one JSON object, and nothing else, from strict UTF-8. Never throws.
  public static Decoded<Map<String, @Nullable Object>> object(byte[] utf8) {
    return value(utf8).flatMap(Json::asObject);
  }

  /// Reads one JSON value, and nothing else, from strict UTF-8. Never throws.
  public static Decoded<@Nullable Object> value(byte[] utf8) {
    return Utf8.text(utf8).map(Json::value).orElse(Decoded.malformed("not valid UTF-8"));
  }

  /// Reads one JSON value, and nothing else. Never throws.
  public static Decoded<@Nullable Object> value(String text) {
    try (var parser = FACTORY.createParser(text)) {
      return new Reader(parser).only();
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      return Decoded.malformed(
          "not valid JSON at character %d: %s"
              .formatted(at == null ? 0 : at.getCharOffset(), Snippet.of(e.getOriginalMessage())));
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  /// One JSON value, and nothing else, to be written into another one: as it was written, or anew
  /// if it is not on one line. Never throws.
  public static Decoded<JsonLine> line(String text) {
    return value(text)
        .flatMap(value ->
            Decoded.valid(new JsonLine(JsonWriter.isOneLine(text) ? text.strip() : write(value))));
  }

  /// Writes a value on one line, whatever it holds.
  ///
  /// Control characters, line separators of Unicode and unpaired surrogates are escaped. Bytes
  /// become base64; a `double` that is no number, an enum and a value of `java.time` become
  /// strings.
  ///
  /// @throws IllegalArgumentException if a value has no form in JSON
  public static String write(@Nullable Object value) {
    return JsonWriter.write(value);
  }

  // A JSON object is always read into such a map.
  @SuppressWarnings("unchecked")
  private static Decoded<Map<String, @Nullable Object>> asObject(@Nullable Object value) {
    return value instanceof Map<?, ?> map
        ? Decoded.valid((Map<String, @Nullable Object>) map)
        : Decoded.malformed("not a JSON object but " + kind(value));
  }

  private static String kind(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case List<?> _ -> "an array";
      case String _ -> "a string";
      case Boolean _ -> "a boolean";
      default -> "a number";
    };
  }

  /// Reads the one value that a parser holds.
  private record Reader(JsonParser parser) {

    /// Ends reading from within nested values; carries no more than the reason.
    private static final class Stop extends RuntimeException {
      Stop(String reason) {
        super(reason, null, false, false);
      }

      String reason() {
        return String.valueOf(getMessage());
      }
    }

    Decoded<@Nullable Object> only() throws IOException {
      var token = parser.nextToken();
      if (token == null) {
        return Decoded.malformed("empty");
      }
      try {
        var value = value(token);
        return parser.nextToken() == null
            ? Decoded.valid(value)
            : Decoded.malformed("more than one JSON value");
      } catch (Stop stop) {
        return Decoded.malformed(stop.reason());
      }
    }

    private @Nullable Object value(JsonToken token) throws IOException {
      return switch (token) {
        case START_OBJECT -> map();
        case START_ARRAY -> list();
        case VALUE_STRING -> parser.getText();
        case VALUE_NUMBER_INT -> number(ExactNumbers.whole(parser.getText()));
        case VALUE_NUMBER_FLOAT -> number(ExactNumbers.decimal(parser.getText()));
        case VALUE_TRUE -> true;
        case VALUE_FALSE -> false;
        case VALUE_NULL -> null;
        default -> throw new Stop("unexpected " + token);
      };
    }

    private static Number number(Decoded<? extends Number> number) {
      return switch (number) {
        case Decoded.Valid(var value) -> value;
        case Decoded.Malformed(var reason) -> throw new Stop(reason);
      };
    }

    private Map<String, @Nullable Object> map() throws IOException {
      var map = new LinkedHashMap<String, @Nullable Object>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        var name = parser.currentName();
        if (map.containsKey(name)) {
          throw new Stop("name \"%s\" occurs twice in one object".formatted(Snippet.of(name)));
        }
        map.put(name, value(parser.nextToken()));
      }
      return Collections.unmodifiableMap(map);
    }

    private List<@Nullable Object> list() throws IOException {
      var list = new ArrayList<@Nullable Object>();
      for (var token = parser.nextToken();
          token != JsonToken.END_ARRAY;
          token = parser.nextToken()) {
        list.add(value(token));
      }
      return Collections.unmodifiableList(list);
    }
  }
}
