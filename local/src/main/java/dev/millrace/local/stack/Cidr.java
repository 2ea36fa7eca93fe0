package dev.millrace.local.stack;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// The blocks of addresses that `Fn::Cidr` cuts out of a larger one.
final class Cidr {

  /// Bits of an address within its block, if the template does not say.
  static final int DEFAULT_BITS = 8;

  private static final int MOST_SUBNETS = 256;
  private static final Pattern BLOCK = Pattern.compile("([0-9a-fA-F.:]+)/(\\d{1,3})");

  private Cidr() {}

  /// @param block such as `10.0.0.0/16`
  /// @param count how many, 1 to 256
  /// @param bits of an address within its subnet
  /// @throws IllegalArgumentException if the block has no room for so many
  static List<String> subnets(String block, int count, int bits) {
    var parts = BLOCK.matcher(block);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "the block must be a CIDR such as 10.0.0.0/16, was " + block);
    }
    var address = address(parts.group(1));
    var length = address.length * Byte.SIZE;
    var room = length - Integer.parseInt(parts.group(2)) - bits;
    if (count < 1 || count > MOST_SUBNETS) {
      throw new IllegalArgumentException(
          "the count must be 1 to " + MOST_SUBNETS + ", was " + count);
    }
    // 256 blocks need 8 bits
    if (bits < 1 || room < 0 || count > 1 << Math.min(room, Byte.SIZE)) {
      throw new IllegalArgumentException(
          "%s has no room for %d blocks of %d bits".formatted(block, count, bits));
    }
    var first = new BigInteger(1, address).shiftRight(bits + room).shiftLeft(bits + room);
    return IntStream.range(0, count)
        .mapToObj(i -> first.add(BigInteger.valueOf(i).shiftLeft(bits)))
        .map(start -> text(start, address.length) + "/" + (length - bits))
        .toList();
  }

  private static byte[] address(String literal) {
    try {
      // a literal is not looked up
      return InetAddress.getByName(literal).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("the block must begin with an address, was " + literal, e);
    }
  }

  private static String text(BigInteger address, int bytes) {
    var raw = address.toByteArray();
    var padded = new byte[bytes];
    var length = Math.min(raw.length, bytes);
    System.arraycopy(raw, raw.length - length, padded, bytes - length, length);
    try {
      return InetAddress.getByAddress(padded).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
