package dev.millrace.cli.query;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which values a partition key has, as Athena's partition projection says.
sealed interface Projection {

  /// What its values look like in a path.
  String regex();

  /// Whether a partition of that value exists.
  boolean holds(String value);

  record OneOf(List<String> values) implements Projection {
    @Override
    public String regex() {
      return values.stream().map(Pattern::quote).collect(Collectors.joining("|"));
    }

    @Override
    public boolean holds(String value) {
      return values.contains(value);
    }
  }

  /// Numbers at equal distances.
  ///
  /// @param digits how many there are at least, filled up with zeros
  record Whole(long first, long last, long interval, int digits) implements Projection {
    @Override
    public String regex() {
      return "-?[0-9]{" + Math.max(1, digits) + ",18}";
    }

    @Override
    public boolean holds(String value) {
      var number = Long.parseLong(value);
      return number >= first && number <= last && (number - first) % interval == 0;
    }
  }

  /// Deviates from AWS: a range that ends `NOW` has no end, for a stack's clock can be ahead.
  ///
  /// @param slashes how many a value has
  /// @param last null if there is no end
  record Moment(
      DateTimeFormatter format, int slashes, LocalDateTime first, @Nullable LocalDateTime last)
      implements Projection {
    @Override
    public String regex() {
      return "[^/]+" + "/[^/]+".repeat(slashes);
    }

    @Override
    public boolean holds(String value) {
      try {
        var time = LocalDateTime.parse(value, format);
        return !time.isBefore(first) && (last == null || !time.isAfter(last));
      } catch (DateTimeException _) {
        // a path that is none of the table's
        return false;
      }
    }
  }

  Pattern NOW =
      Pattern.compile("NOW\\s*(?:([+-])\\s*([0-9]{1,6})\\s*(YEAR|MONTH|WEEK|DAY|HOUR|MINUTE)S?)?");

  /// The projection of one key.
  ///
  /// @param parameters of the table
  /// @throws QueryException if it is not supported
  static Projection of(
      TableName table, String key, Map<String, String> parameters, LocalDateTime now) {
    var settings = new Settings(table, "projection." + key + ".", parameters);
    return switch (settings.required("type").toLowerCase(Locale.ROOT)) {
      case "enum" -> new OneOf(settings.list("values"));
      case "integer" -> {
        var range = settings.range();
        yield new Whole(
            settings.number("range", range.getFirst()),
            settings.number("range", range.getLast()),
            settings.number("interval", settings.otherwise("interval", "1")),
            (int) settings.number("digits", settings.otherwise("digits", "0")));
      }
      case "date" -> {
        if (!settings.otherwise("interval", "1").equals("1")) {
          throw settings.wrong("interval", "1 for dates");
        }
        yield moment(settings, now);
      }
      default -> throw settings.wrong("type", "enum, integer or date");
    };
  }

  private static Moment moment(Settings settings, LocalDateTime now) {
    var text = settings.required("format");
    DateTimeFormatter format;
    try {
      format =
          new DateTimeFormatterBuilder()
              .appendPattern(text)
              .parseDefaulting(ChronoField.MONTH_OF_YEAR, 1)
              .parseDefaulting(ChronoField.DAY_OF_MONTH, 1)
              .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
              .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
              .toFormatter(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      throw settings.wrong("format", "a pattern of dates");
    }
    var range = settings.range();
    var last = range.getLast();
    return new Moment(
        format,
        (int) text.chars().filter(c -> c == '/').count(),
        time(settings, range.getFirst(), format, now),
        last.startsWith("NOW") ? null : time(settings, last, format, now));
  }

  private static LocalDateTime time(
      Settings settings, String text, DateTimeFormatter format, LocalDateTime now) {
    var relative = NOW.matcher(text);
    try {
      if (!relative.matches()) {
        return LocalDateTime.parse(text, format);
      }
      if (relative.group(2) == null) {
        return now;
      }
      var amount = Long.parseLong(relative.group(2));
      return now.plus(
          relative.group(1).equals("-") ? -amount : amount,
          ChronoUnit.valueOf(relative.group(3) + "S"));
    } catch (DateTimeException e) {
      throw settings.wrong("range", "two dates in its format, or NOW, NOW-3YEARS");
    }
  }

  /// The parameters of one key.
  record Settings(TableName table, String prefix, Map<String, String> parameters) {

    String otherwise(String name, String otherwise) {
      return parameters.getOrDefault(prefix + name, otherwise);
    }

    String required(String name) {
      var value = parameters.get(prefix + name);
      if (value == null) {
        throw new QueryException("table " + table + ": its parameter " + prefix + name + " lacks");
      }
      return value;
    }

    List<String> list(String name) {
      return Stream.of(required(name).split(",")).map(String::strip).toList();
    }

    List<String> range() {
      var range = list("range");
      if (range.size() != 2) {
        throw wrong("range", "two values");
      }
      return range;
    }

    long number(String name, String value) {
      if (!value.matches("-?[0-9]{1,18}")) {
        throw wrong(name, name.equals("range") ? "two whole numbers" : "a whole number");
      }
      return Long.parseLong(value);
    }

    QueryException wrong(String name, String rule) {
      return new QueryException(
          "table %s: its parameter %s%s must be %s, was '%s'"
              .formatted(table, prefix, name, rule, parameters.get(prefix + name)));
    }
  }
}
