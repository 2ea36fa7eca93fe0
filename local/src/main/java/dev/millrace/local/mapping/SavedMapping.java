package dev.millrace.local.mapping;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.millrace.local.mapping.MappingConfig.StartingPosition;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/// What is kept of a mapping.
///
/// @param version of the form of this document
/// @param config its settings
/// @param modified when they were made or changed
/// @param enabled whether it reads
/// @param lasting whether it is made again by `restore`, and not by whoever made it first
/// @param position where it stands; empty if it never read
record SavedMapping(
    int version,
    MappingConfig config,
    Instant modified,
    boolean enabled,
    boolean lasting,
    Optional<Position> position) {

  private static final int VERSION = 1;

  SavedMapping(
      MappingConfig config,
      Instant modified,
      boolean enabled,
      boolean lasting,
      Optional<Position> position) {
    this(VERSION, config, modified, enabled, lasting, position);
  }

  SavedMapping {
    if (version != VERSION) {
      throw new IllegalArgumentException("version must be " + VERSION + ", was " + version);
    }
  }

  String toJson() {
    return Json.MAPPER.writeValueAsString(this);
  }

  /// @param place where it was kept, for errors
  /// @throws IllegalArgumentException naming the place if it cannot be understood
  static SavedMapping parse(String json, String place) {
    try {
      return Json.MAPPER.readValue(json, SavedMapping.class);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "the mapping position %s cannot be understood: %s"
              .formatted(place, e.getOriginalMessage()),
          e);
    }
  }

  /// How values become JSON: records by their members, alternatives with their name in `is`.
  private static final class Json {

    private static final JsonMapper MAPPER =
        JsonMapper.builder()
            .addMixIn(StartingPosition.class, Alternatives.class)
            .addMixIn(Place.class, Alternatives.class)
            .addModule(
                new SimpleModule()
                    .addSerializer(new NumberWriter())
                    .addDeserializer(SequenceNumber.class, new NumberReader()))
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "is")
    private interface Alternatives {}

    private static final class NumberWriter extends StdSerializer<SequenceNumber> {
      NumberWriter() {
        super(SequenceNumber.class);
      }

      @Override
      public void serialize(
          SequenceNumber value, JsonGenerator json, SerializationContext context) {
        json.writeString(value.text());
      }
    }

    private static final class NumberReader extends StdDeserializer<SequenceNumber> {
      NumberReader() {
        super(SequenceNumber.class);
      }

      @Override
      public SequenceNumber deserialize(JsonParser json, DeserializationContext context) {
        return SequenceNumber.of(json.getValueAsString());
      }
    }
  }
}
