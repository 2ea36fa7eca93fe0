package dev.millrace.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.common.testkit.FakeContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CallsTest {

  private static final List<List<String>> BATCHES =
      List.of(List.of("a", "b"), List.of("c", "d"), List.of("e"));

  private final FakeContext context = new FakeContext();
  private final Deadline deadline = Deadline.of(context, Duration.ofSeconds(1));
  private final Retry retry =
      new Retry(
          new Backoff(Duration.ofMillis(10), Duration.ofMillis(10), 2),
          new Random(1),
          context::advance);
  private final List<List<String>> made = Collections.synchronizedList(new ArrayList<>());

  @Test
  void oneByOneNothingIsTriedAfterACallThatCannotBeFinished() {
    var progress = Calls.oneByOne(retry).run("letters", BATCHES, deadline, this::withoutD);

    assertThat(made).containsExactly(List.of("a", "b"), List.of("c", "d"), List.of("d"));
    assertThat(progress.left()).containsExactly("d", "e");
    assertThat(progress.retries()).isEqualTo(1);
    assertThat(progress.failure()).hasMessage("letters: 1 left after 1 retries (ATTEMPTS_USED_UP)");
  }

  @Test
  void sideBySideEveryCallIsMade() {
    var progress = Calls.sideBySide(retry, 2).run("letters", BATCHES, deadline, this::withoutD);

    assertThat(made)
        .containsExactlyInAnyOrder(
            List.of("a", "b"), List.of("c", "d"), List.of("d"), List.of("e"));
    assertThat(progress.left()).containsExactly("d");
    assertThat(progress.outcome(left -> String.join("", left)))
        .isInstanceOfSatisfying(
            BatchOutcome.StoppedAt.class, stop -> assertThat(stop.sequenceNumber()).isEqualTo("d"));
  }

  @Test
  void callsAreUnderWayTogetherButNoMoreThanAllowed() {
    var together = new CountDownLatch(2);
    var underWay = new AtomicInteger();
    var most = new AtomicInteger();

    var progress =
        Calls.sideBySide(retry, 2)
            .run(
                "letters",
                BATCHES,
                deadline,
                _ -> {
                  most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                  together.countDown();
                  await(together);
                  underWay.decrementAndGet();
                  return List.of();
                });

    assertThat(progress).isEqualTo(new Calls.Progress<>(List.of(), 0, null));
    assertThat(most).hasValue(2);
  }

  @Test
  void aRefusedCallLeavesItsItems() {
    var refusal = new ConfigException("the call", "be accepted", "refused");

    var progress =
        Calls.oneByOne(retry)
            .run(
                "letters",
                BATCHES,
                deadline,
                batch -> {
                  if (batch.contains("c")) {
                    throw refusal;
                  }
                  return List.of();
                });

    assertThat(progress).isEqualTo(new Calls.Progress<>(List.of("c", "d", "e"), 0, refusal));
  }

  @Test
  void whatACallBreaksWithSideBySideReachesTheCaller() {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() ->
            Calls.sideBySide(retry, 2)
                .run(
                    "letters",
                    BATCHES,
                    deadline,
                    _ -> {
                      throw new IllegalStateException("broken");
                    }))
        .withMessage("broken");
  }

  @Test
  void atLeastOneCallMustBeAllowed() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> Calls.sideBySide(retry, 0))
        .withMessage("calls at once must be at least 1, were 0");
  }

  private List<String> withoutD(List<String> batch) {
    made.add(batch);
    return batch.stream().filter("d"::equals).toList();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
