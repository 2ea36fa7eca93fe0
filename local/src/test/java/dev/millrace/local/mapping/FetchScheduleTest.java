package dev.millrace.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.mapping.StreamSource.Page;
import dev.millrace.local.rules.Proves;
import dev.millrace.local.rules.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FetchScheduleTest {

  private static final Page NOTHING = new Page(List.of(), true, false);
  private static final Page BEHIND = new Page(List.of(), false, false);
  private static final Page MORE =
      new Page(List.of(ShardSimulation.record(1, Instant.EPOCH)), false, false);

  private static long millis(long value) {
    return Duration.ofMillis(value).toNanos();
  }

  private static FetchSchedule kinesis() {
    return new FetchSchedule(Duration.ofSeconds(1), Duration.ZERO);
  }

  private static FetchSchedule dynamoDb() {
    return new FetchSchedule(Duration.ofMillis(250), Duration.ofMillis(50));
  }

  private static FetchSchedule read(FetchSchedule schedule, long at, Page page) {
    schedule.started(millis(at));
    schedule.finished(millis(at), page);
    return schedule;
  }

  @Test
  void theFirstReadIsDueAtOnce() {
    assertThat(kinesis().nextAt()).isZero();
    assertThat(kinesis().isPending()).isTrue();
  }

  @Test
  @Proves(Rule.POLL_RATE)
  void aShardThatIsCaughtUpIsPolledAtTheBaseRateAndIsNotPending() {
    var schedule = read(kinesis(), 0, NOTHING);

    assertThat(schedule.nextAt()).isEqualTo(millis(1000));
    assertThat(schedule.isPending()).isFalse();
  }

  @Test
  void aFullPageIsFollowedByTheNextAtOnce() {
    var schedule = read(kinesis(), 5, MORE);

    assertThat(schedule.nextAt()).isEqualTo(millis(5));
    assertThat(schedule.isPending()).isTrue();
  }

  @Test
  void anEmptyPageWithMoreBehindItIsFollowedAfterAPause() {
    assertThat(read(kinesis(), 5, BEHIND).nextAt()).isEqualTo(millis(205));
  }

  @Test
  void aSignalIsAnsweredAtOnce() {
    var schedule = read(kinesis(), 0, NOTHING);

    schedule.signal(millis(300));

    assertThat(schedule.nextAt()).isLessThanOrEqualTo(millis(300));
  }

  @Test
  void aStreamThatWasSignalledIsPolledSeldomForASignalMayGetLost() {
    var schedule = kinesis();
    schedule.signal(0);
    read(schedule, 0, NOTHING);

    assertThat(schedule.nextAt()).isEqualTo(millis(10_000));
    assertThat(schedule.isPending()).isFalse();
  }

  @Test
  void aSignalDuringAReadAsksForAnother() {
    var schedule = kinesis();
    schedule.started(0);
    schedule.signal(millis(1));
    schedule.finished(millis(2), NOTHING);

    assertThat(schedule.isPending()).isTrue();
  }

  @Test
  void aDynamoDbShardIsReadOnceMoreAfterASignal() {
    var schedule = read(dynamoDb(), 0, NOTHING);
    schedule.signal(millis(100));
    read(schedule, 100, NOTHING);
    assertThat(schedule.isPending()).isTrue();
    assertThat(schedule.nextAt()).isEqualTo(millis(150));

    read(schedule, 150, NOTHING);

    assertThat(schedule.isPending()).isFalse();
    assertThat(schedule.nextAt()).isEqualTo(millis(2650));
  }

  @Test
  void aPageThatWasFilteredOutIsFollowedByTheNextAtOnce() {
    var filtered = new Page(List.of(), SequenceNumber.of("9"), 9, false, false);

    var schedule = read(kinesis(), 0, filtered);

    assertThat(schedule.nextAt()).isEqualTo(0);
  }

  @Test
  @Proves(Rule.REFUSED_READS)
  void refusedReadsBackOffAndStayDue() {
    var schedule = read(kinesis(), 0, NOTHING);
    schedule.failed(millis(1000));
    assertThat(schedule.nextAt()).isEqualTo(millis(1500));
    schedule.failed(millis(1500));

    assertThat(schedule.nextAt()).isEqualTo(millis(2500));
    assertThat(schedule.isPending()).isTrue();
  }
}
