package dev.millrace.local.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceNumberTest {

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  private static SequenceNumber random(Random random) {
    return new SequenceNumber(
        random.nextLong(1L << 36),
        random.nextInt(Integer.MAX_VALUE),
        random.nextLong(Long.MAX_VALUE),
        random.nextLong(1L << 36));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatIsWrittenIsRead(long seed) {
    var number = random(new Random(seed));

    assertThat(SequenceNumber.parse(number.toString())).contains(number);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theDigitsAreThoseOfTheBits(long seed) {
    var number = random(new Random(seed));
    var bits =
        BigInteger.TWO
            .shiftLeft(36)
            .add(BigInteger.valueOf(number.created()))
            .shiftLeft(4)
            .add(BigInteger.valueOf(number.shard() & 0xF))
            .shiftLeft(64)
            .add(BigInteger.valueOf(number.place()))
            .shiftLeft(8 + 36)
            .add(BigInteger.valueOf(number.second()))
            .shiftLeft(32)
            .add(BigInteger.valueOf(number.shard()))
            .shiftLeft(4)
            .add(BigInteger.TWO);

    assertThat(number).hasToString(bits.toString());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void thePlaceDecidesTheOrderWithinAShard(long seed) {
    var random = new Random(seed);
    var number = random(random);
    var later =
        new SequenceNumber(
            number.created(), number.shard(), number.place() + 1, random.nextLong(1L << 36));

    assertThat(new BigInteger(later.toString())).isGreaterThan(new BigInteger(number.toString()));
  }

  @Test
  void itLooksLikeOneOfAws() {
    // a number AWS gave in 2018; a reader of AWS's format finds the same parts
    var aws = "49590338271490256608559692538361571095921575989136588898";

    assertThat(SequenceNumber.parse(aws).orElseThrow().toString()).isEqualTo(aws);
    assertThat(new SequenceNumber(1_763_726_400L, 0, 1, 1_763_726_400L).toString())
        .hasSize(56)
        .startsWith("49");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "abc", "495903382714902566085596925383615710959215759891"})
  void anyOtherTextIsNone(String text) {
    assertThat(SequenceNumber.parse(text)).isEmpty();
  }

  @Test
  void aNumberWithAnotherVersionIsNone() {
    var number = new BigInteger(new SequenceNumber(1_763_726_400L, 0, 1, 1).toString());

    assertThat(SequenceNumber.parse(number.add(BigInteger.ONE).toString())).isEmpty();
  }
}
