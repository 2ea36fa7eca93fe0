package dev.millrace.local.gateway;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.dataformat.cbor.CBORGenerator;

/// Points in time on the wire: seconds with a fraction in JSON, milliseconds in CBOR.
///
/// Both are written with the precision of a millisecond. Read are also ISO-8601 strings, as people
/// write them by hand.
final class Times {

  private static final int EPOCH_TAG = 1;

  private Times() {}

  /// How a time is written.
  interface Writer {
    void write(Instant time, JsonGenerator out);
  }

  /// How a number is read as a time.
  interface Reader {
    Instant read(JsonParser in);
  }

  static SimpleModule module(Writer writer, Reader reader) {
    return new SimpleModule("times")
        .addSerializer(new Serializer(writer))
        .addDeserializer(Instant.class, new Deserializer(reader));
  }

  static void writeSeconds(Instant time, JsonGenerator out) {
    out.writeNumber(BigDecimal.valueOf(time.toEpochMilli(), 3));
  }

  static void writeTaggedMillis(Instant time, JsonGenerator out) {
    ((CBORGenerator) out).writeTag(EPOCH_TAG);
    out.writeNumber(time.toEpochMilli());
  }

  static void writeTaggedSeconds(Instant time, JsonGenerator out) {
    ((CBORGenerator) out).writeTag(EPOCH_TAG);
    out.writeNumber(time.toEpochMilli() / 1e3);
  }

  static Instant fromSeconds(JsonParser in) {
    return Instant.ofEpochMilli(in.getDecimalValue().movePointRight(3).longValue());
  }

  /// An integer counts milliseconds, as AWS's SDKs mean it; a fraction counts seconds, as CBOR
  /// itself says.
  static Instant fromMillis(JsonParser in) {
    return in.currentToken() == JsonToken.VALUE_NUMBER_INT
        ? Instant.ofEpochMilli(in.getLongValue())
        : fromSeconds(in);
  }

  private static final class Serializer extends StdSerializer<Instant> {
    private final Writer writer;

    Serializer(Writer writer) {
      super(Instant.class);
      this.writer = writer;
    }

    @Override
    public void serialize(Instant value, JsonGenerator out, SerializationContext context) {
      writer.write(value, out);
    }
  }

  private static final class Deserializer extends StdDeserializer<Instant> {
    private final Reader reader;

    Deserializer(Reader reader) {
      super(Instant.class);
      this.reader = reader;
    }

    @Override
    public Instant deserialize(JsonParser in, DeserializationContext context) {
      return switch (in.currentToken()) {
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> reader.read(in);
        case VALUE_STRING -> fromText(in.getString(), context);
        default -> (Instant) context.handleUnexpectedToken(getValueType(context), in);
      };
    }

    private Instant fromText(String text, DeserializationContext context) {
      try {
        return Instant.parse(text);
      } catch (DateTimeException e) {
        return (Instant)
            context.handleWeirdStringValue(
                Instant.class, text, "neither a number nor an ISO-8601 time");
      }
    }
  }
}
