package dev.millrace.local.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TokenBucketTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  // nanoTime may begin anywhere, and pass the largest long
  private static final long START = Long.MAX_VALUE - SECOND / 2;

  @Test
  void aFullBucketGivesASecondsWorthAtOnce() {
    var bucket = TokenBucket.full(5, START);
    for (int i = 0; i < 5; i++) {
      assertThat(bucket.gives(1, START)).isTrue();
      bucket = bucket.take(1, START);
    }

    assertThat(bucket.gives(1, START)).isFalse();
  }

  @Test
  void anEmptyBucketFillsEvenly() {
    var bucket = TokenBucket.full(5, START).take(5, START);

    assertThat(bucket.gives(1, START + SECOND / 5 - 1)).isFalse();
    assertThat(bucket.gives(1, START + SECOND / 5)).isTrue();
    assertThat(bucket.gives(2, START + SECOND / 5)).isFalse();
    assertThat(bucket.isFull(START + SECOND - 1)).isFalse();
    assertThat(bucket.isFull(START + SECOND)).isTrue();
  }

  @Test
  void nothingIsSavedUpBeyondASecond() {
    var bucket = TokenBucket.full(5, START).take(5, START + 100 * SECOND);

    assertThat(bucket.gives(1, START + 100 * SECOND)).isFalse();
  }

  @Test
  void aFullBucketGivesMoreThanItHoldsAndIsClosedUntilThatIsPaidOff() {
    var bucket = TokenBucket.full(2, START);
    assertThat(bucket.gives(10, START)).isTrue();
    assertThat(bucket.take(1, START).gives(2, START)).isFalse();
    bucket = bucket.take(10, START);

    assertThat(bucket.gives(1, START + 5 * SECOND - 1)).isFalse();
    assertThat(bucket.gives(10, START + 5 * SECOND)).isTrue();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whateverIsAskedItNeverGivesMoreThanItsRateAndOneSecondInAdvance(long seed) {
    var random = new Random(seed);
    long rate = 1 + random.nextLong(1000);
    var bucket = TokenBucket.full(rate, START);
    long now = START;
    long given = 0;
    for (int i = 0; i < 1000; i++) {
      now += random.nextLong(SECOND / 10);
      long amount = random.nextLong(1 + rate / 2);
      if (bucket.gives(amount, now)) {
        bucket = bucket.take(amount, now);
        given += amount;
      }
    }

    assertThat((double) given).isLessThanOrEqualTo(rate * (1 + (double) (now - START) / SECOND));
  }

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }
}
