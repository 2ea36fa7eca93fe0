package dev.millrace.local.mapping;

import java.math.BigInteger;

/// A record's place in its shard. Ordered as a number, written as the stream wrote it.
record SequenceNumber(String text, BigInteger value) implements Comparable<SequenceNumber> {

  /// @throws NumberFormatException if `text` is not a decimal number
  static SequenceNumber of(String text) {
    return new SequenceNumber(text, new BigInteger(text));
  }

  @Override
  public int compareTo(SequenceNumber other) {
    return value.compareTo(other.value);
  }
}
