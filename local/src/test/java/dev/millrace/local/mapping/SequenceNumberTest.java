package dev.millrace.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    var digits = new BigInteger(random.nextInt(200), random).toString();
    return SequenceNumber.of("0".repeat(random.nextInt(4)) + digits);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theOrderIsThatOfTheNumbers(long seed) {
    var random = new Random(seed);
    var one = random(random);
    var other = random(random);

    assertThat(Integer.signum(one.compareTo(other)))
        .isEqualTo(new BigInteger(one.text()).compareTo(new BigInteger(other.text())));
  }

  @Test
  void zerosBeforeANumberDoNotCount() {
    assertThat(SequenceNumber.of("0042")).isEqualByComparingTo(SequenceNumber.of("42"));
    assertThat(SequenceNumber.of("000")).isEqualByComparingTo(SequenceNumber.of("0"));
    assertThat(SequenceNumber.of("000").digits()).isEqualTo("0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "12x", "-1", "1.0"})
  void anythingButDigitsIsRefused(String text) {
    assertThatThrownBy(() -> SequenceNumber.of(text))
        .isInstanceOf(NumberFormatException.class)
        .hasMessage("a sequence number must be decimal digits, was " + text);
  }
}
