package dev.millrace.local.firehose.format;

import java.time.YearMonth;

/// Reads the two spellings of a time stamp: `2026-9-7 8:5:3.25`, in which leading zeros may be
/// missing, and `2026-09-07T08:05:03.25Z`, in which they may not but the `Z` may. Both mean UTC.
final class TimeText {

  private static final int NANO_DIGITS = 9;
  private static final long DAY = 86_400;

  private final char[] text;
  private final int end;
  private int at;
  private long days;
  private long seconds;
  private int nanos;
  private boolean full = true;

  TimeText(char[] text, int offset, int length) {
    this.text = text;
    this.at = offset;
    this.end = offset + length;
  }

  boolean isAtEnd() {
    return at == end;
  }

  long days() {
    return days;
  }

  /// Whether the whole text is a time stamp.
  boolean readInto(Slot slot) {
    if (!date() || !time() || !isAtEnd()) {
      return false;
    }
    slot.number = days * DAY + seconds;
    slot.nanos = nanos;
    return true;
  }

  boolean date() {
    var start = at;
    var year = digits();
    if (at - start != 4 || !skip('-')) {
      return false;
    }
    var month = pair();
    if (month < 1 || month > 12 || !skip('-')) {
      return false;
    }
    var day = pair();
    if (day < 1 || (day > 28 && day > YearMonth.of(year, month).lengthOfMonth())) {
      return false;
    }
    days = epochDay(year, month, day);
    return true;
  }

  private boolean time() {
    var strict = skip('T');
    if (strict ? !full : !skip(' ')) {
      return false;
    }
    var hour = pair();
    if (hour < 0 || hour > 23 || !skip(':')) {
      return false;
    }
    var minute = pair();
    if (minute < 0 || minute > 59 || !skip(':')) {
      return false;
    }
    var second = pair();
    if (second < 0 || second > 59 || (skip('.') && !fraction())) {
      return false;
    }
    seconds = (hour * 60L + minute) * 60 + second;
    if (strict) {
      skip('Z');
    }
    return !strict || full;
  }

  private boolean fraction() {
    var start = at;
    nanos = digits();
    var count = at - start;
    for (var i = count; i < NANO_DIGITS; i++) {
      nanos *= 10;
    }
    return count > 0 && count <= NANO_DIGITS;
  }

  /// One digit or two.
  private int pair() {
    var start = at;
    var number = digits();
    var count = at - start;
    full &= count == 2;
    return count == 1 || count == 2 ? number : -1;
  }

  /// At most nine digits, so that they are an int.
  private int digits() {
    var number = 0;
    var last = Math.min(end, at + NANO_DIGITS);
    while (at < last && text[at] >= '0' && text[at] <= '9') {
      number = number * 10 + text[at++] - '0';
    }
    return number;
  }

  private boolean skip(char c) {
    if (at < end && text[at] == c) {
      at++;
      return true;
    }
    return false;
  }

  /// Days since 1970 in the proleptic Gregorian calendar, for years from 0.
  private static long epochDay(int year, int month, int day) {
    // the year begins in March, so that the leap day is its last
    var y = month > 2 ? year : year - 1;
    var era = Math.floorDiv(y, 400);
    var yearOfEra = y - era * 400;
    var dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    var dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146_097L + dayOfEra - 719_468;
  }
}
