package dev.millrace.local.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashRangeTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7, 100, 1000})
  void uniformRangesCoverEveryKeyOnce(int count) {
    var next = BigInteger.ZERO;
    for (var range : HashRange.uniform(count)) {
      assertThat(range.start()).isEqualTo(next);
      assertThat(range.end()).isGreaterThan(range.start());
      next = range.end().add(BigInteger.ONE);
    }
    assertThat(next).isEqualTo(BigInteger.TWO.pow(128));
  }

  @Test
  void aKeysHashIsItsMd5AsAnUnsignedNumber() {
    // md5("a") = 0cc175b9c0f1b6a831c399e269772661, md5("e") begins with e1
    assertThat(HashRange.hash("a").toString(16)).isEqualTo("cc175b9c0f1b6a831c399e269772661");
    assertThat(HashRange.hash("e").signum()).isEqualTo(1);
  }
}
