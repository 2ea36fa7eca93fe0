package dev.millrace.fleet;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;

/// The fleet's way to write a moment, which is always in UTC: `2017-06-05 09:17:08.189`.
final class StatusTime {

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private StatusTime() {}

  /// @throws java.time.format.DateTimeParseException if it is not one
  static long parse(String text) {
    return LocalDateTime.parse(text, FORMAT).toInstant(ZoneOffset.UTC).toEpochMilli();
  }

  static String format(long millis) {
    return FORMAT.format(Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC));
  }
}
