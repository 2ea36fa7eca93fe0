package dev.millrace.common.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;

/// Bytes that are nearly what a decoder expects: samples, cut, spliced, repeated and mixed with
/// what is known to hurt.
public final class Mutations implements Function<Random, byte[]> {

  private static final int MAX_BYTES = 64 << 10;

  private static final List<byte[]> TOKENS =
      Stream.of(
              "{",
              "}",
              "[",
              "]",
              "\"",
              ":",
              ",",
              "\\",
              "\\u0000",
              "\\ud800",
              "null",
              "true",
              "-",
              "-0",
              "1e999999999",
              "1e-999999999",
              "0.1e2147483648",
              "9".repeat(400),
              "NaN",
              "Infinity",
              "99999999999999999999",
              "-9223372036854775808",
              "\u0000",
              "\ufeff",
              "\ud83e\udd84",
              "\n",
              "\r\n",
              "2016-02-30 25:61:61",
              "[".repeat(2_000),
              "{\"a\":".repeat(500))
          .map(token -> token.getBytes(StandardCharsets.UTF_8))
          .toList();

  private final List<byte[]> samples;

  public Mutations(List<byte[]> samples) {
    this.samples = List.copyOf(samples);
  }

  /// Mutations of texts.
  public static Mutations of(String... samples) {
    return new Mutations(
        Stream.of(samples).map(sample -> sample.getBytes(StandardCharsets.UTF_8)).toList());
  }

  @Override
  public byte[] apply(Random random) {
    var bytes = sample(random);
    for (var i = random.nextInt(8); i >= 0; i--) {
      bytes = mutate(bytes, random);
    }
    return Arrays.copyOf(bytes, Math.min(bytes.length, MAX_BYTES));
  }

  private byte[] sample(Random random) {
    return samples.get(random.nextInt(samples.size())).clone();
  }

  private byte[] mutate(byte[] bytes, Random random) {
    var at = random.nextInt(bytes.length + 1);
    var end = at + random.nextInt(bytes.length - at + 1);
    return switch (random.nextInt(7)) {
      case 0 -> flipped(bytes, random);
      case 1 -> join(bytes, at, noise(random), at);
      case 2 -> join(bytes, at, TOKENS.get(random.nextInt(TOKENS.size())), at);
      case 3 -> join(bytes, at, TOKENS.get(random.nextInt(TOKENS.size())), end);
      case 4 -> join(bytes, at, new byte[0], end);
      case 5 -> join(bytes, end, Arrays.copyOfRange(bytes, at, end), end);
      default -> join(bytes, at, sample(random), end);
    };
  }

  private static byte[] flipped(byte[] bytes, Random random) {
    if (bytes.length > 0) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  private static byte[] noise(Random random) {
    var noise = new byte[1 + random.nextInt(16)];
    random.nextBytes(noise);
    return noise;
  }

  /// The bytes before `from`, the middle, and the bytes from `to` on.
  private static byte[] join(byte[] bytes, int from, byte[] middle, int to) {
    var joined = new ByteArrayOutputStream();
    joined.write(bytes, 0, from);
    joined.writeBytes(middle);
    joined.write(bytes, to, bytes.length - to);
    return joined.toByteArray();
  }
}
