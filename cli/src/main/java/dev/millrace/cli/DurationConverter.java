package dev.millrace.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Durations as people write them, such as `30s`, or as ISO 8601 does, such as `PT30S`.
final class DurationConverter implements ITypeConverter<Duration> {

  private static final Pattern SHORT = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

  private static final Map<String, Duration> UNITS =
      Map.of(
          "ms",
          Duration.ofMillis(1),
          "s",
          Duration.ofSeconds(1),
          "m",
          Duration.ofMinutes(1),
          "h",
          Duration.ofHours(1));

  @Override
  public Duration convert(String text) {
    var duration = parse(text);
    if (!duration.isPositive() || duration.compareTo(Duration.ofDays(3650)) > 0) {
      throw new TypeConversionException("must be positive and at most ten years, was " + text);
    }
    return duration;
  }

  private static Duration parse(String text) {
    var matcher = SHORT.matcher(text);
    if (matcher.matches()) {
      return UNITS
          .getOrDefault(matcher.group(2), Duration.ZERO)
          .multipliedBy(Long.parseLong(matcher.group(1)));
    }
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new TypeConversionException("must be such as 30s, 5m or PT30S, was " + text);
    }
  }
}
