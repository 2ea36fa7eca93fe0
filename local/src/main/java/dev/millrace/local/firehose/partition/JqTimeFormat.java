package dev.millrace.local.firehose.partition;

import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Locale;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/// The formats of C's `strftime`, as Java's formatters, with English names.
final class JqTimeFormat {

  private JqTimeFormat() {}

  /// Reads a format.
  ///
  /// @throws JsonQueryException naming the specifier that is not supported
  static DateTimeFormatter of(String format) throws JsonQueryException {
    var builder = new DateTimeFormatterBuilder().parseCaseInsensitive();
    for (var i = 0; i < format.length(); i++) {
      var c = format.charAt(i);
      if (c != '%') {
        builder.appendLiteral(c);
      } else if (++i < format.length()) {
        append(builder, format.charAt(i));
      } else {
        throw new JsonQueryException("the format '" + format + "' ends with %");
      }
    }
    return builder.toFormatter(Locale.US);
  }

  private static void append(DateTimeFormatterBuilder builder, char specifier)
      throws JsonQueryException {
    switch (specifier) {
      case 's' -> builder.appendValue(ChronoField.INSTANT_SECONDS);
      case 'e' -> builder.padNext(2).appendValue(ChronoField.DAY_OF_MONTH);
      case 'u' -> builder.appendValue(ChronoField.DAY_OF_WEEK);
      case 'G' -> builder.appendValue(IsoFields.WEEK_BASED_YEAR, 4);
      case 'V' -> builder.appendValue(IsoFields.WEEK_OF_WEEK_BASED_YEAR, 2);
      case 'Z' -> builder.appendLiteral("UTC");
      case 'z' -> builder.appendLiteral("+0000");
      case 'n' -> builder.appendLiteral('\n');
      case 't' -> builder.appendLiteral('\t');
      case '%' -> builder.appendLiteral('%');
      default -> builder.appendPattern(pattern(specifier));
    }
  }

  private static String pattern(char specifier) throws JsonQueryException {
    return switch (specifier) {
      case 'Y' -> "uuuu";
      case 'y' -> "uu";
      case 'm' -> "MM";
      case 'd' -> "dd";
      case 'H' -> "HH";
      case 'I' -> "hh";
      case 'M' -> "mm";
      case 'S' -> "ss";
      case 'p' -> "a";
      case 'j' -> "DDD";
      case 'a' -> "EEE";
      case 'A' -> "EEEE";
      case 'b', 'h' -> "MMM";
      case 'B' -> "MMMM";
      case 'F' -> "uuuu-MM-dd";
      case 'T' -> "HH:mm:ss";
      case 'R' -> "HH:mm";
      case 'D' -> "MM/dd/uu";
      default -> throw new JsonQueryException("%" + specifier + " is not supported in a format");
    };
  }
}
