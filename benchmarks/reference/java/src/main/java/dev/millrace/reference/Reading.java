package dev.millrace.reference;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.nio.ByteBuffer;

/// What a unicorn reports.
public record Reading(
    @JsonProperty("Name") String name,
    @JsonProperty("StatusTime") String statusTime,
    @JsonProperty("Latitude") BigDecimal latitude,
    @JsonProperty("Longitude") BigDecimal longitude,
    @JsonProperty("Distance") BigDecimal distance,
    @JsonProperty("MagicPoints") BigDecimal magicPoints,
    @JsonProperty("HealthPoints") BigDecimal healthPoints) {

  private static final ObjectMapper JSON = new ObjectMapper();

  static Reading of(ByteBuffer data) {
    try {
      return JSON.readValue(UTF_8.decode(data).toString(), Reading.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
