package dev.millrace.sensor;

import dev.millrace.common.Decoded;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/// Readings for tests.
final class Readings {

  private Readings() {}

  /// A reading in second `second` of a minute.
  static Reading reading(String name, int second, int distance) {
    return new Reading(
        name,
        time(second),
        new BigDecimal("42.264444250051326"),
        new BigDecimal("-71.97582884770408"),
        BigDecimal.valueOf(distance),
        BigDecimal.valueOf(110),
        BigDecimal.valueOf(150));
  }

  static String json(String name, int second, int distance) {
    return """
    {"Name":"%s","StatusTime":"%s","Latitude":42.264444250051326,\
    "Longitude":-71.97582884770408,"Distance":%d,"MagicPoints":110,"HealthPoints":150}\
    """
        .formatted(name, time(second), distance);
  }

  static Reading read(String json) {
    return switch (ReadingDecoder.decode(json.getBytes(StandardCharsets.UTF_8))) {
      case Decoded.Valid(var reading) -> reading;
      case Decoded.Malformed(var reason) -> throw new AssertionError(reason);
    };
  }

  private static String time(int second) {
    return "2017-06-05 09:17:%02d.189".formatted(second);
  }
}
