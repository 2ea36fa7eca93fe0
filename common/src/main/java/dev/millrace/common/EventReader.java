package dev.millrace.common;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisTimeWindowEvent;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the JSON of an event member by member into AWS's own types.
///
/// The runtime client for Java would do the same by reflection, for which it loads and prepares a
/// thousand classes at every cold start. Members that are not known are passed over, and a member
/// may be null, as with the runtime client.
public final class EventReader {

  /// Reads the value that a parser stands on.
  @FunctionalInterface
  interface Value<T extends @Nullable Object> {
    T read(EventReader reader) throws IOException;
  }

  /// What becomes of an object's members.
  @FunctionalInterface
  interface Member {

    /// Takes a member's value from a reader that stands on it; answers whether it is known.
    boolean read(String name, EventReader reader) throws IOException;
  }

  private static final double MILLIS = 1000;

  private final JsonParser parser;

  private EventReader(JsonParser parser) {
    this.parser = parser;
  }

  /// Reads an event of a Kinesis stream.
  ///
  /// @throws PoisonException if it is not the JSON of one
  public static KinesisEvent kinesis(InputStream json) throws IOException {
    return read(json, KinesisReader::event);
  }

  /// Reads an event of a Kinesis stream with a tumbling window.
  ///
  /// @throws PoisonException if it is not the JSON of one
  public static KinesisTimeWindowEvent window(InputStream json) throws IOException {
    return read(json, KinesisReader::windowEvent);
  }

  /// Reads an event of a DynamoDB stream.
  ///
  /// @throws PoisonException if it is not the JSON of one
  public static DynamodbEvent dynamodb(InputStream json) throws IOException {
    return read(json, DynamodbReader::event);
  }

  private static <T> T read(InputStream json, Value<@Nullable T> event) throws IOException {
    try (var parser = Json.parser(json)) {
      parser.nextToken();
      var read = event.read(new EventReader(parser));
      if (read == null) {
        throw new PoisonException("the event must be an object, was null");
      }
      return read;
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw new PoisonException(
          "the event is not valid JSON at byte %d: %s"
              .formatted(at == null ? 0 : at.getByteOffset(), Snippet.of(e.getOriginalMessage())));
    }
  }

  /// Reads an object's members; answers whether it is one and not `null`.
  boolean object(Member members) throws IOException {
    if (isNull()) {
      return false;
    }
    expect(JsonToken.START_OBJECT, "an object");
    for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      if (!members.read(name, this)) {
        parser.skipChildren();
      }
    }
    return true;
  }

  <T extends @Nullable Object> @Nullable List<T> list(Value<T> item) throws IOException {
    if (isNull()) {
      return null;
    }
    expect(JsonToken.START_ARRAY, "an array");
    var items = new ArrayList<T>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(item.read(this));
    }
    return items;
  }

  <T extends @Nullable Object> @Nullable Map<String, T> map(Value<T> value) throws IOException {
    var entries = new LinkedHashMap<String, T>();
    var isMap =
        object((name, reader) -> {
          entries.put(name, value.read(reader));
          return true;
        });
    return isMap ? entries : null;
  }

  /// A string, or the text of another plain value.
  @Nullable String text() throws IOException {
    if (isNull()) {
      return null;
    }
    if (!parser.currentToken().isScalarValue()) {
      throw wrong("a string");
    }
    return parser.getText();
  }

  byte @Nullable [] bytes() throws IOException {
    if (isNull()) {
      return null;
    }
    expect(JsonToken.VALUE_STRING, "a string of base64");
    return parser.getBinaryValue();
  }

  @Nullable Boolean bool() throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case null, default -> throw wrong("true or false");
    };
  }

  @Nullable Long whole() throws IOException {
    if (isNull()) {
      return null;
    }
    expect(JsonToken.VALUE_NUMBER_INT, "a whole number");
    return parser.getLongValue();
  }

  /// Seconds since 1970, with a fraction.
  @Nullable Date time() throws IOException {
    if (isNull()) {
      return null;
    }
    if (!parser.currentToken().isNumeric()) {
      throw wrong("a number of seconds");
    }
    return Date.from(Instant.ofEpochMilli((long) (parser.getDoubleValue() * MILLIS)));
  }

  private boolean isNull() {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  private void expect(JsonToken token, String what) throws IOException {
    if (parser.currentToken() != token) {
      throw wrong(what);
    }
  }

  private PoisonException wrong(String what) throws IOException {
    var path = parser.getParsingContext().pathAsPointer();
    return new PoisonException(
        "%s must be %s, was %s"
            .formatted(
                path.toString().isEmpty() ? "the event" : "member " + path + " of the event",
                what,
                parser.currentToken() == null ? "nothing" : Snippet.of(parser.getText())));
  }
}
