package dev.millrace.common;

import java.math.BigInteger;
import java.util.Comparator;

/// The order of sequence numbers.
public final class SequenceNumbers {

  /// By value, not by text: `"9"` comes before `"10"`. What is not a number comes first, so that
  /// reporting the lowest never skips anything.
  public static final Comparator<String> ORDER =
      Comparator.comparing(SequenceNumbers::value).thenComparing(Comparator.naturalOrder());

  private static final BigInteger NONE = BigInteger.ONE.negate();

  private SequenceNumbers() {}

  private static BigInteger value(String sequenceNumber) {
    var digits =
        !sequenceNumber.isEmpty() && sequenceNumber.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? new BigInteger(sequenceNumber) : NONE;
  }
}
