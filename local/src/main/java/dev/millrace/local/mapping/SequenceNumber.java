package dev.millrace.local.mapping;

import java.math.BigInteger;

/// A record's place in its shard. Ordered as a number, written as the stream wrote it.
record SequenceNumber(String text) implements Comparable<SequenceNumber> {

  /// @throws NumberFormatException if `text` is not a decimal number
  SequenceNumber {
    if (text.isEmpty() || !text.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
      throw new NumberFormatException("a sequence number must be decimal digits, was " + text);
    }
  }

  /// @throws NumberFormatException if `text` is not a decimal number
  static SequenceNumber of(String text) {
    return new SequenceNumber(text);
  }

  BigInteger value() {
    return new BigInteger(text);
  }

  /// Compares the digits: every record is read, few are compared.
  @Override
  public int compareTo(SequenceNumber other) {
    var mine = digits();
    var others = other.digits();
    return mine.length() == others.length()
        ? mine.compareTo(others)
        : Integer.compare(mine.length(), others.length());
  }

  /// The number's digits, without zeros before them.
  String digits() {
    var first = 0;
    while (first < text.length() - 1 && text.charAt(first) == '0') {
      first++;
    }
    return text.substring(first);
  }
}
