package dev.millrace.pipelines;

import java.math.BigDecimal;
import java.math.BigInteger;

/// Numbers whose sum tells which of them went into it, and how often.
///
/// The n-th number is 4ⁿ: in base 4, each digit of a sum is how often that number was added.
final class Digits {

  /// Every sum of so many is exact where windows add up: below 10¹².
  static final int MOST = 19;

  private static final int BASE = 4;

  private Digits() {}

  static BigDecimal number(int n) {
    return new BigDecimal(BigInteger.valueOf(BASE).pow(n));
  }

  /// How often the n-th number is in a sum, from 0 to 3.
  static int times(BigDecimal sum, int n) {
    return sum.toBigIntegerExact()
        .divide(BigInteger.valueOf(BASE).pow(n))
        .mod(BigInteger.valueOf(BASE))
        .intValueExact();
  }
}
