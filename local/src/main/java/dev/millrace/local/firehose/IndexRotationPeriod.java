package dev.millrace.local.firehose;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.WeekFields;
import java.util.Locale;

/// How often a new index begins, as AWS spells it.
enum IndexRotationPeriod {
  NoRotation(DateTimeFormatter.ofPattern("", Locale.ROOT)),
  OneHour(DateTimeFormatter.ofPattern("-yyyy-MM-dd-HH", Locale.ROOT)),
  OneDay(DateTimeFormatter.ofPattern("-yyyy-MM-dd", Locale.ROOT)),
  OneWeek(week()),
  OneMonth(DateTimeFormatter.ofPattern("-yyyy-MM", Locale.ROOT));

  private final DateTimeFormatter suffix;

  IndexRotationPeriod(DateTimeFormatter suffix) {
    this.suffix = suffix;
  }

  /// What follows the index's name for a record that arrived at that time.
  String suffix(Instant arrival) {
    return suffix.format(arrival.atZone(ZoneOffset.UTC));
  }

  /// Weeks begin on Sunday; the first one of a year has its first Saturday.
  private static DateTimeFormatter week() {
    var weeks = WeekFields.of(DayOfWeek.SUNDAY, 1);
    return new DateTimeFormatterBuilder()
        .appendLiteral('-')
        .appendValue(weeks.weekBasedYear(), 4)
        .appendLiteral("-w")
        .appendValue(weeks.weekOfWeekBasedYear(), 2)
        .toFormatter(Locale.ROOT);
  }
}
