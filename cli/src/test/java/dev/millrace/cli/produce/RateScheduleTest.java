package dev.millrace.cli.produce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RateScheduleTest {

  private static final long SECOND = 1_000_000_000L;

  private long now = 7 * SECOND;

  private int takeAll(RateSchedule schedule) {
    var taken = 0;
    while (schedule.take(now) == 0) {
      taken++;
    }
    return taken;
  }

  @Test
  void recordsAreDueEvenly() {
    var schedule = new RateSchedule(50, now);

    assertThat(schedule.take(now)).isZero();
    assertThat(schedule.take(now)).isEqualTo(SECOND / 50);
    now += SECOND / 50;
    assertThat(schedule.take(now)).isZero();
    assertThat(schedule.take(now)).isEqualTo(SECOND / 50);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void smallDelaysNeverAddUp(long seed) {
    var random = new Random(seed);
    var rate = 1 + random.nextInt(3000) / 7.0;
    var begin = now;
    var schedule = new RateSchedule(rate, begin);
    var taken = 0L;
    for (var i = 0; i < 500; i++) {
      taken += takeAll(schedule);
      assertThat(taken).isEqualTo((long) Math.floor((now - begin + 0.5) * rate / SECOND) + 1);
      now += random.nextLong(SECOND);
    }
  }

  @Test
  void afterAPauseOneSecondsWorthIsCaughtUpAndThenTheRateIsAsBefore() {
    var schedule = new RateSchedule(100, now);
    assertThat(takeAll(schedule)).isEqualTo(1);

    now += 60 * SECOND;

    assertThat(takeAll(schedule)).isEqualTo(101);
    now += SECOND;
    assertThat(takeAll(schedule)).isEqualTo(100);
  }

  @Test
  void aRateBelowOneASecondIsKept() {
    var schedule = new RateSchedule(0.1, now);
    assertThat(takeAll(schedule)).isEqualTo(1);

    now += 9 * SECOND;
    assertThat(takeAll(schedule)).isZero();
    now += SECOND;
    assertThat(takeAll(schedule)).isEqualTo(1);
  }

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }
}
