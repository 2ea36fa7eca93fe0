package dev.millrace.local.kinesis;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// A record's place in its shard, as a number that looks and sorts as AWS's do.
///
/// The 186 bits hold, from the highest: the digit 2 (4 bits), the second the shard was created
/// (36), the low digit of the shard's number (4), the place in the shard (64), what it stands for
/// (8), the second of arrival (36), the shard's number (32), and the version 2 (4). Written in
/// decimal that makes 56 digits. Within a shard only the place decides the order.
///
/// @param created when the shard was created, in seconds since 1970
/// @param shard the shard's number
/// @param place counts the shard's records from 1
/// @param second when the record arrived, in seconds since 1970
/// @param after whether it stands for the gap behind the record, where a reader goes on that has
///   read the record, instead of the record itself
record SequenceNumber(long created, int shard, long place, long second, boolean after) {

  private static final int BITS = 186;
  private static final long VERSION = 2;
  private static final long WORD = 0xFFFF_FFFFL;
  private static final long BILLION = 1_000_000_000;
  private static final int AFTER = 1 << 8;
  private static final Pattern DIGITS = Pattern.compile("[1-9][0-9]{55}");

  /// The number of a record.
  SequenceNumber(long created, int shard, long place, long second) {
    this(created, shard, place, second, false);
  }

  /// Reads a number that [#toString()] wrote; empty for any other text.
  static Optional<SequenceNumber> parse(String text) {
    if (!DIGITS.matcher(text).matches()) {
      return Optional.empty();
    }
    var value = new BigInteger(text);
    if (value.bitLength() != BITS) {
      return Optional.empty();
    }
    var bytes = ByteBuffer.wrap(value.toByteArray());
    long high = bytes.getLong();
    long middle = bytes.getLong();
    long low = bytes.getLong();
    var number =
        new SequenceNumber(
            (high >>> 20) & 0xF_FFFF_FFFFL,
            (int) (low >>> 4),
            (high << 48) | (middle >>> 16),
            ((middle & 0xFF) << 28) | (low >>> 36),
            (middle & AFTER) != 0);
    return number.toString().equals(text) ? Optional.of(number) : Optional.empty();
  }

  /// The place of the first record that is not before this number.
  long from() {
    return after ? following() : place;
  }

  /// The place of the first record that comes after this number.
  long following() {
    return place == Long.MAX_VALUE ? place : place + 1;
  }

  @Override
  public String toString() {
    long head = (VERSION << 40) | (created << 4) | (shard & 0xF);
    return decimal(
        (head << 16) | (place >>> 48),
        (place << 16) | (after ? AFTER : 0) | (second >>> 28),
        (second << 36) | ((shard & 0xFFFF_FFFFL) << 4) | VERSION);
  }

  /// What `BigInteger` writes for these 192 bits, in a fraction of its time, because every record
  /// that is read needs it: nine digits after nine digits are split off by division.
  private static String decimal(long high, long middle, long low) {
    long[] words = {high >>> 32, high & WORD, middle >>> 32, middle & WORD, low >>> 32, low & WORD};
    var digits = new byte[7 * 9];
    int at = digits.length;
    int first = 0;
    while (first < words.length) {
      long rest = 0;
      for (int i = first; i < words.length; i++) {
        long value = (rest << 32) | words[i];
        words[i] = value / BILLION;
        rest = value % BILLION;
      }
      for (int i = 0; i < 9; i++) {
        digits[--at] = (byte) ('0' + rest % 10);
        rest /= 10;
      }
      while (first < words.length && words[first] == 0) {
        first++;
      }
    }
    while (digits[at] == '0') {
      at++;
    }
    return new String(digits, at, digits.length - at, StandardCharsets.ISO_8859_1);
  }
}
