package dev.millrace.common;

import java.math.BigDecimal;
import java.math.BigInteger;

/// Numbers as they were written: `Long`, else `BigInteger` without a fraction or an exponent, else
/// `BigDecimal`.
final class ExactNumbers {

  /// Beyond this, adding two short numbers could need gigabytes. Every `double` lies within.
  static final int MAX_EXPONENT = 1_000;

  private static final int MAX_DIGITS = 1_000;

  private ExactNumbers() {}

  static Decoded<Number> whole(String text) {
    if (text.length() > MAX_DIGITS) {
      return tooLong(text);
    }
    if (text.length() <= 18) {
      return Decoded.valid(Long.parseLong(text));
    }
    var value = new BigInteger(text);
    return Decoded.valid(value.bitLength() < Long.SIZE ? (Number) value.longValue() : value);
  }

  static Decoded<BigDecimal> decimal(String text) {
    if (text.length() > MAX_DIGITS) {
      return tooLong(text);
    }
    try {
      var value = new BigDecimal(text);
      var exponent = (long) value.precision() - value.scale();
      return Math.abs(exponent) > MAX_EXPONENT || Math.abs((long) value.scale()) > MAX_EXPONENT
          ? Decoded.malformed(
              "number %s must have an exponent of at most %d"
                  .formatted(Snippet.of(text), MAX_EXPONENT))
          : Decoded.valid(value);
    } catch (NumberFormatException e) {
      return Decoded.malformed("%s is not a number".formatted(Snippet.of(text)));
    }
  }

  private static <T> Decoded<T> tooLong(String text) {
    return Decoded.malformed(
        "number must have at most %d digits, had %d".formatted(MAX_DIGITS, text.length()));
  }
}
