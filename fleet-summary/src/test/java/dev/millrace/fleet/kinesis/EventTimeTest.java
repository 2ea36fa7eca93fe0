package dev.millrace.fleet.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class EventTimeTest {

  private static final Duration DELAY = Duration.ofMillis(5);
  private static final Duration IDLENESS = Duration.ofMillis(30);

  private static OptionalLong watermark(EventTime time, long now) {
    return time.watermark(now, DELAY, IDLENESS);
  }

  @Test
  void followsTheNewestEventByTheDelay() {
    var time = EventTime.from(EventTime.UNKNOWN).heard(900, 1000).heard(800, 1001);

    assertThat(watermark(time, 1001)).hasValue(894);
  }

  @Test
  void isNotMovedByEventsFromTheFuture() {
    var time = EventTime.from(EventTime.UNKNOWN).heard(5000, 1000);

    assertThat(watermark(time, 1000)).hasValue(994);
  }

  @Test
  void goesOnByTheClockWhenNothingIsLeftToRead() {
    var time = EventTime.from(EventTime.UNKNOWN).heard(900, 1000).polled(true, 1100);

    assertThat(watermark(time, 1100)).hasValue(894 + 70);
  }

  @Test
  void waitsWhileSomethingIsLeftToRead() {
    var time = EventTime.from(EventTime.UNKNOWN).heard(900, 1000).polled(false, 1100);

    assertThat(watermark(time, 1100)).hasValue(894);
  }

  @Test
  void countsQuietAnewAfterARestart() {
    var time = EventTime.from(900).polled(true, 5000);

    assertThat(watermark(time, 5000)).hasValue(894);
    assertThat(watermark(time.polled(true, 5040), 5040)).hasValue(904);
  }

  @Test
  void isSilentIfNothingEverCame() {
    var time = EventTime.from(EventTime.UNKNOWN).polled(true, 1000);

    assertThat(watermark(time, 2000)).isEmpty();
    assertThat(time.isSilent(1030, IDLENESS)).isFalse();
    assertThat(time.isSilent(1031, IDLENESS)).isTrue();
  }
}
