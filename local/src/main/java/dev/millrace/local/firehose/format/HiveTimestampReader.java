package dev.millrace.local.firehose.format;

import java.util.List;
import java.util.Locale;
import org.joda.time.DateTime;
import org.joda.time.DateTimeZone;
import org.joda.time.MutableDateTime;
import org.joda.time.format.DateTimeFormat;
import org.joda.time.format.DateTimeFormatter;
import tools.jackson.core.JsonParser;

/// Reads `timestamp` as Hive does: the formats in their order, then the format of
/// `java.sql.Timestamp`. What a format leaves out is as on 1970-01-01T00:00:00Z.
record HiveTimestampReader(List<Format> formats) implements ScalarReader {

  private static final DateTime START = new DateTime(0, DateTimeZone.UTC);

  /// One of `TimestampFormats`.
  sealed interface Format {

    /// Milliseconds since 1970, perhaps with a fraction.
    record Millis() implements Format {}

    /// A pattern of Joda-Time.
    record Pattern(DateTimeFormatter formatter) implements Format {}
  }

  /// @throws FormatException naming the format that is none
  static HiveTimestampReader of(List<String> formats) {
    return new HiveTimestampReader(formats.stream().map(HiveTimestampReader::format).toList());
  }

  private static Format format(String format) {
    if (format.equals("millis")) {
      return new Format.Millis();
    }
    try {
      return new Format.Pattern(
          DateTimeFormat.forPattern(format).withLocale(Locale.US).withZoneUTC());
    } catch (IllegalArgumentException e) {
      throw new FormatException(
          "TimestampFormats must be patterns of Joda-Time's DateTimeFormat, or millis, was '%s': %s",
          format, e.getMessage());
    }
  }

  @Override
  public void read(JsonParser json, Slot slot) {
    switch (json.currentToken()) {
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> read(json.getString(), slot);
      default -> throw ScalarReader.notNumeric(json);
    }
  }

  @Override
  public void read(String text, Slot slot) {
    for (var format : formats) {
      if (matches(format, text, slot)) {
        return;
      }
    }
    if (text.indexOf('T') >= 0
        || !new TimeText(text.toCharArray(), 0, text.length()).readInto(slot)) {
      throw Malformed.mismatch("Timestamp format must be yyyy-mm-dd hh:mm:ss[.fffffffff]");
    }
  }

  private static boolean matches(Format format, String text, Slot slot) {
    return switch (format) {
      case Format.Millis() -> millis(text, slot);
      case Format.Pattern(var formatter) -> {
        var time = new MutableDateTime(START);
        // a negative answer tells where it failed
        if (parse(formatter, time, text) != text.length()) {
          yield false;
        }
        set(text, time.getMillis(), slot);
        yield true;
      }
    };
  }

  private static int parse(DateTimeFormatter formatter, MutableDateTime time, String text) {
    try {
      return formatter.parseInto(time, text, 0);
    } catch (IllegalArgumentException _) {
      // the text has the format, but there is no such day
      return -1;
    }
  }

  private static boolean millis(String text, Slot slot) {
    if (!text.matches("-?[0-9]{1,18}(\\.[0-9]*)?")) {
      return false;
    }
    var point = text.indexOf('.');
    set(text, Long.parseLong(point < 0 ? text : text.substring(0, point)), slot);
    return true;
  }

  private static void set(String text, long millis, Slot slot) {
    TimestampReader.set(
        text, Math.floorDiv(millis, 1000L), Math.floorMod(millis, 1000) * 1_000_000, slot);
  }
}
