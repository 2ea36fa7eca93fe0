package dev.millrace.local.kinesis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/// The hash keys of one shard: 128-bit numbers from `start` to `end`, both included.
record HashRange(BigInteger start, BigInteger end) {

  /// Every hash key.
  static final HashRange ALL =
      new HashRange(BigInteger.ZERO, BigInteger.TWO.pow(128).subtract(BigInteger.ONE));

  /// A range as the API writes it.
  record Wire(String startingHashKey, String endingHashKey) {}

  /// Where a partition key belongs: its MD5 as an unsigned number.
  static BigInteger hash(String partitionKey) {
    try {
      var md5 = MessageDigest.getInstance("MD5");
      return new BigInteger(1, md5.digest(partitionKey.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  /// All hash keys in `count` ranges of the same size; the last one takes the remainder.
  static List<HashRange> uniform(int count) {
    var size = ALL.end().add(BigInteger.ONE).divide(BigInteger.valueOf(count));
    var ranges = new ArrayList<HashRange>(count);
    for (int i = 0; i < count; i++) {
      var start = size.multiply(BigInteger.valueOf(i));
      var end = i == count - 1 ? ALL.end() : start.add(size).subtract(BigInteger.ONE);
      ranges.add(new HashRange(start, end));
    }
    return ranges;
  }

  boolean contains(BigInteger hash) {
    return start.compareTo(hash) <= 0 && hash.compareTo(end) <= 0;
  }

  /// Whether one range begins where the other ends.
  boolean isAdjacentTo(HashRange other) {
    return end.add(BigInteger.ONE).equals(other.start)
        || other.end.add(BigInteger.ONE).equals(start);
  }

  /// The part below `hash`.
  HashRange below(BigInteger hash) {
    return new HashRange(start, hash.subtract(BigInteger.ONE));
  }

  /// `hash` and the part above it.
  HashRange from(BigInteger hash) {
    return new HashRange(hash, end);
  }

  /// Both ranges, which must be adjacent.
  HashRange plus(HashRange other) {
    return new HashRange(start.min(other.start), end.max(other.end));
  }

  Wire wire() {
    return new Wire(start.toString(), end.toString());
  }
}
