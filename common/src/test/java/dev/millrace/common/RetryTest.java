package dev.millrace.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.common.testkit.FakeContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryTest {

  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), 4);

  private final FakeContext context = new FakeContext().remaining(Duration.ofSeconds(60));
  private final List<Duration> slept = new ArrayList<>();
  private final Retry retry = new Retry(BACKOFF, new Random(1), this::sleep);

  private void sleep(Duration time) {
    slept.add(time);
    context.advance(time);
  }

  private Deadline deadline() {
    return Deadline.of(context, Duration.ofSeconds(1));
  }

  @Test
  void onlyWhatFailedIsTriedAgain() {
    var seen = new ArrayList<List<String>>();
    var result =
        retry.run(
            List.of("a", "b", "c"),
            deadline(),
            items -> {
              seen.add(items);
              return items.subList(1, items.size());
            });
    assertThat(seen).containsExactly(List.of("a", "b", "c"), List.of("b", "c"), List.of("c"));
    assertThat(result).isEqualTo(new Retry.Result<>(List.of(), 2, Retry.End.DONE, null));
  }

  @Test
  void nothingToDoMakesNoCall() {
    var result =
        retry.run(
            List.of(),
            deadline(),
            _ -> {
              throw new AssertionError("called");
            });
    assertThat(result.end()).isEqualTo(Retry.End.DONE);
  }

  @Test
  void whatIsLeftWhenTheAttemptsAreUsedUpIsHandedBack() {
    var result = retry.run(List.of("a"), deadline(), items -> items);
    assertThat(result.left()).containsExactly("a");
    assertThat(result.end()).isEqualTo(Retry.End.ATTEMPTS_USED_UP);
    assertThat(result.retries()).isEqualTo(3);
    assertThat(slept).hasSize(3);
    assertThat(result.failure("PutRecords to s"))
        .hasMessage("PutRecords to s: 1 left after 3 retries (ATTEMPTS_USED_UP)");
  }

  @Test
  void aCallThatFailsAsAWholeIsMadeAgainAndItsCauseKept() {
    var cause = new RetryableException("throttled");
    var result =
        retry.run(
            List.of("a"),
            deadline(),
            _ -> {
              throw cause;
            });
    assertThat(result.left()).containsExactly("a");
    assertThat(result.failure("x")).hasCause(cause);
  }

  @Test
  void nothingStartsAfterTheDeadline() {
    context.remaining(Duration.ofSeconds(1));
    var result =
        retry.run(
            List.of("a"),
            deadline(),
            _ -> {
              throw new AssertionError("called");
            });
    assertThat(result.end()).isEqualTo(Retry.End.OUT_OF_TIME);
    assertThat(result.left()).containsExactly("a");
  }

  @Test
  void noPauseReachesIntoTheMargin() {
    var result =
        retry.run(
            List.of("a"),
            deadline(),
            items -> {
              context.remaining(Duration.ofMillis(1_001));
              return items;
            });
    assertThat(result.end()).isEqualTo(Retry.End.OUT_OF_TIME);
    assertThat(slept).allMatch(time -> time.toMillis() < 1);
  }

  @Test
  void anInterruptEndsTheWorkAndIsKept() {
    var interrupted =
        new Retry(
            BACKOFF,
            new Random(1),
            _ -> {
              throw new InterruptedException();
            });
    var result = interrupted.run(List.of("a"), deadline(), items -> items);
    assertThat(result.end()).isEqualTo(Retry.End.INTERRUPTED);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void pausesAreRandomUnderADoublingCeiling() {
    var random = new Random(7);
    long[] ceilings = {100, 200, 400, 800, 1_000, 1_000};
    for (var retryNumber = 1; retryNumber <= ceilings.length; retryNumber++) {
      var longest = 0L;
      for (var i = 0; i < 2_000; i++) {
        longest = Math.max(longest, BACKOFF.delay(retryNumber, random).toMillis());
      }
      assertThat(longest).isBetween(ceilings[retryNumber - 1] * 9 / 10, ceilings[retryNumber - 1]);
    }
    assertThat(BACKOFF.delay(Integer.MAX_VALUE, random)).isLessThanOrEqualTo(BACKOFF.cap());
    assertThat(new Backoff(Duration.ZERO, Duration.ofSeconds(1), 2).delay(1 << 30, random))
        .isZero();
  }

  @Test
  void backoffIsReadFromTheEnvironmentAndChecked() {
    var env = new Env(Map.of("RETRY_BASE", "PT0.2S", "RETRY_CAP", "PT5S", "RETRY_ATTEMPTS", "9"));
    assertThat(Backoff.from(env, BACKOFF))
        .isEqualTo(new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5), 9));
    assertThat(Backoff.from(new Env(Map.of()), BACKOFF)).isEqualTo(BACKOFF);
    assertThatThrownBy(() -> Backoff.from(new Env(Map.of("RETRY_CAP", "PT0.01S")), BACKOFF))
        .isInstanceOf(ConfigException.class)
        .hasMessage("back-off cap must be at least the base PT0.1S, was PT0.01S");
  }

  @Test
  void aDeadlineCanFollowAClock() {
    var now = new Instant[] {Instant.EPOCH};
    var deadline = Deadline.after(() -> now[0], Duration.ofSeconds(2));
    assertThat(deadline.remaining()).isEqualTo(Duration.ofSeconds(2));
    assertThat(deadline.limit(Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(1));
    assertThat(deadline.limit(Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(2));
    now[0] = Instant.EPOCH.plusSeconds(3);
    assertThat(deadline.limit(Duration.ofSeconds(3))).isEqualTo(Duration.ofMillis(1));
    assertThat(deadline.isOver()).isTrue();
    assertThat(deadline.remaining()).isZero();
  }
}
