package dev.millrace.cli.input;

import java.math.BigDecimal;

/// Numbers of input lines.
final class Numbers {

  /// As many digits as DynamoDB keeps.
  private static final int MAX_DIGITS = 38;

  private Numbers() {}

  static long whole(String column, String text) throws MalformedLineException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new MalformedLineException(column + " must be a whole number, was " + shown(text));
    }
  }

  static int small(String column, String text) throws MalformedLineException {
    var value = whole(column, text);
    if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
      throw new MalformedLineException(column + " must be an int, was " + value);
    }
    return (int) value;
  }

  static BigDecimal decimal(String column, String text) throws MalformedLineException {
    try {
      var value = new BigDecimal(text);
      // the exponent first: a plain 1E999999999 would fill the memory
      if (Math.abs((long) value.scale()) <= MAX_DIGITS && value.precision() <= MAX_DIGITS) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new MalformedLineException(column + " must be a number, was " + shown(text));
    }
    throw new MalformedLineException(
        column + " must have at most " + MAX_DIGITS + " digits, was " + shown(text));
  }

  static String shown(String text) {
    return text.isEmpty()
        ? "empty"
        : '"' + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + '"';
  }
}
