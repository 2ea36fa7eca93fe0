package dev.millrace.local.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StackClockTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void aFrozenClockStandsStillUntilItIsMoved() {
    var clock = StackClock.frozenAt(START);

    assertThat(clock.instant()).isEqualTo(START);

    clock.advance(Duration.ofSeconds(5));

    assertThat(clock.instant()).isEqualTo(START.plusSeconds(5));
  }

  @Test
  void alarmsRunInOrderAndSeeTheTimeTheyWereDue() {
    var clock = StackClock.frozenAt(START);
    var seen = new ArrayList<String>();
    clock.schedule(START.plusSeconds(20), () -> seen.add("late " + clock.instant()));
    clock.schedule(START.plusSeconds(10), () -> seen.add("early " + clock.instant()));
    clock.schedule(START.plusSeconds(99), () -> seen.add("never"));

    clock.advance(Duration.ofSeconds(30));

    assertThat(seen).containsExactly("early 2026-01-01T00:00:10Z", "late 2026-01-01T00:00:20Z");
    assertThat(clock.nextAlarm()).contains(START.plusSeconds(99));
  }

  @Test
  void anAlarmSetByAnAlarmRunsInTheSameAdvance() {
    var clock = StackClock.frozenAt(START);
    var seen = new ArrayList<Instant>();
    clock.schedule(
        START.plusSeconds(1),
        () -> clock.schedule(START.plusSeconds(2), () -> seen.add(clock.instant())));

    clock.advance(Duration.ofSeconds(3));

    assertThat(seen).containsExactly(START.plusSeconds(2));
  }

  @Test
  void aCancelledAlarmNeverRuns() {
    var clock = StackClock.frozenAt(START);
    var seen = new ArrayList<String>();
    clock.schedule(START.plusSeconds(1), () -> seen.add("ran")).cancel();

    clock.advance(Duration.ofSeconds(2));

    assertThat(seen).isEmpty();
  }

  @Test
  void aTickingClockRunsAlarmsByItself() throws InterruptedException {
    try (var clock = StackClock.ticking()) {
      var ran = new CountDownLatch(1);
      clock.schedule(clock.instant().plusMillis(5), ran::countDown);

      assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aTickingClockCanSkipAhead() {
    try (var clock = StackClock.ticking()) {
      var seen = new ArrayList<String>();
      var before = clock.instant();
      clock.schedule(before.plus(Duration.ofHours(1)), () -> seen.add("ran"));

      clock.advance(Duration.ofHours(2));

      assertThat(seen).containsExactly("ran");
      assertThat(clock.instant()).isAfterOrEqualTo(before.plus(Duration.ofHours(2)));
    }
  }

  @Test
  void timeNeverMovesBack() {
    var clock = StackClock.frozenAt(START);

    assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("time moves forward only, was moved by PT-1S");
  }
}
