package dev.millrace.local.mapping;

import static dev.millrace.local.mapping.FakeFunction.crash;
import static dev.millrace.local.mapping.FakeFunction.success;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.cloudwatch.Metrics;
import dev.millrace.local.lambda.Invoker;
import dev.millrace.local.mapping.MappingConfig.StartingPosition;
import dev.millrace.local.rules.Proves;
import dev.millrace.local.rules.Rule;
import dev.millrace.local.time.Activity;
import dev.millrace.local.time.StackClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventSourceMappingsTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final StackClock clock = StackClock.frozenAt(START);
  private final StreamSignals signals = new StreamSignals();
  private final FakeStream stream = new FakeStream(clock, signals, "a", "b");
  private final FakeDestination queue = new FakeDestination();
  private EventSourceMappings mappings =
      new EventSourceMappings(
          clock,
          (_, _) -> success("null"),
          queue,
          signals,
          new Activity(),
          PositionStore.none(),
          Metrics.NONE,
          _ -> stream);

  private void feed(Invoker function) {
    mappings.close();
    mappings =
        new EventSourceMappings(
            clock,
            function,
            queue,
            signals,
            new Activity(),
            PositionStore.none(),
            Metrics.NONE,
            _ -> stream);
  }

  @AfterEach
  void close() {
    mappings.close();
    clock.close();
  }

  private void settle() throws InterruptedException {
    assertThat(mappings.awaitIdle(PATIENCE)).as("idle in time").isTrue();
  }

  /// Lets the stack's time pass, alarm by alarm, until nothing waits for it.
  private void passTime() throws InterruptedException {
    settle();
    for (var next = clock.nextAlarm(); next.isPresent(); next = clock.nextAlarm()) {
      clock.advance(Duration.between(clock.instant(), next.get()));
      settle();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private MappingStatus status() {
    return mappings.statuses().getFirst();
  }

  @Test
  @Proves(Rule.SHARD_ORDER)
  void recordsReachTheFunctionInShardOrder() throws InterruptedException {
    var function = FakeFunction.succeeding();
    feed(function);
    stream.put("a", "1", "2", "3");

    mappings.start(new TestConfig().batchSize(2).build());
    settle();

    assertThat(function.batches()).containsExactly(List.of("1", "2"), List.of("3"));
  }

  @Test
  @Proves(Rule.LATEST_MISSES_NOTHING)
  void latestDeliversWhatIsPutAfterTheStartAndNothingElse() throws InterruptedException {
    var function = FakeFunction.succeeding();
    feed(function);
    stream.put("a", "before");

    mappings.start(new TestConfig().from(new StartingPosition.Latest()).build());
    stream.put("a", "after");
    settle();

    assertThat(function.batches()).containsExactly(List.of("after"));
  }

  @Test
  void anIdleMappingReadsAgainWhenItIsSignalled() throws InterruptedException {
    var release = new CountDownLatch(1);
    var function =
        new FakeFunction(_ -> {
          await(release);
          return success("null");
        });
    feed(function);
    mappings.start(new TestConfig().build());
    settle();

    stream.put("a", "1");
    assertThat(mappings.idle()).as("idle from signal to answer").isFalse();
    release.countDown();
    settle();

    assertThat(function.batches()).containsExactly(List.of("1"));
  }

  @Test
  @Proves(Rule.A_BATCH_GOES_WHEN_ITS_TIME_IS_OVER)
  void aBatchingWindowWaitsForTheStacksClock() throws InterruptedException {
    var function = FakeFunction.succeeding();
    feed(function);
    mappings.start(new TestConfig().batchingWindow(15).build());
    stream.put("a", "1");
    settle();
    assertThat(function.batches()).isEmpty();
    assertThat(clock.nextAlarm()).contains(START.plusSeconds(15));

    clock.advance(Duration.ofSeconds(15));
    settle();

    assertThat(function.batches()).containsExactly(List.of("1"));
  }

  @Test
  @Proves(Rule.OTHER_SHARDS_GO_ON)
  void aFailingShardDoesNotStopTheOthers() throws InterruptedException {
    var function = FakeFunction.failingOn("poison");
    feed(function);
    mappings.start(new TestConfig().build());
    stream.put("a", "poison");
    stream.put("b", "fine");
    settle();

    assertThat(function.batches()).contains(List.of("fine"));
    assertThat(status().recordsBuffered()).isEqualTo(1);
  }

  @Test
  @Proves(Rule.MAPPINGS_ARE_INDEPENDENT)
  void aMappingThatFailsDoesNotStopAnotherOfTheSameStream() throws InterruptedException {
    var good = FakeFunction.succeeding();
    var late = FakeFunction.succeeding();
    feed((name, event) ->
        switch (name) {
          case "good" -> good.invoke(name, event);
          case "late" -> late.invoke(name, event);
          default -> crash();
        });
    stream.put("a", "1");
    mappings.start(new TestConfig().uuid("u1").function("broken").build());
    mappings.start(new TestConfig().uuid("u2").function("good").build());
    mappings.start(
        new TestConfig()
            .uuid("u3")
            .function("late")
            .from(new MappingConfig.StartingPosition.Latest())
            .build());
    stream.put("a", "2", "3");
    settle();

    assertThat(good.batches().stream().flatMap(List::stream)).containsExactly("1", "2", "3");
    assertThat(late.batches().stream().flatMap(List::stream)).containsExactly("2", "3");
    assertThat(mappings.statuses())
        .extracting(MappingStatus::recordsResolved)
        .containsExactly(0L, 3L, 2L);
  }

  @Test
  @Proves({
    Rule.A_DESTINATION_THAT_IS_DOWN_HOLDS_ITS_SHARD,
    Rule.A_DESTINATION_THAT_IS_DOWN_HOLDS_NOTHING_ELSE
  })
  void aDestinationThatIsDownHoldsOnlyItsShard() throws InterruptedException {
    var function = FakeFunction.failingOn("poison");
    feed(function);
    queue.refuse(3);
    mappings.start(new TestConfig().retries(0).toQueue().build());
    stream.put("a", "poison");
    settle();
    stream.put("a", "next");
    stream.put("b", "other");
    settle();
    assertThat(function.batches()).containsExactly(List.of("poison"), List.of("other"));

    passTime();

    assertThat(queue.summaries()).containsExactly("RetryAttemptsExhausted x1 of 1");
    assertThat(function.batches()).last().isEqualTo(List.of("next"));
  }

  @Test
  @Proves(Rule.REFUSED_READS)
  void aRefusedReadIsTriedAgain() throws InterruptedException {
    var function = FakeFunction.succeeding();
    feed(function);
    stream.refuse(new IllegalStateException("throttled"));
    stream.put("a", "1");

    mappings.start(new TestConfig().build());
    settle();

    assertThat(function.batches()).containsExactly(List.of("1"));
  }

  @Test
  @Proves({Rule.AT_LEAST_ONCE, Rule.NOT_REACHED_COSTS_NOTHING})
  void anInvokerThatThrowsHasNotReachedTheFunction() throws InterruptedException {
    var calls = new AtomicInteger();
    feed((_, _) -> {
      if (calls.incrementAndGet() < 3) {
        throw new IllegalStateException("no such process");
      }
      return success("null");
    });
    mappings.start(new TestConfig().retries(0).toQueue().build());
    stream.put("a", "1");

    passTime();

    assertThat(calls).hasValue(3);
    assertThat(status().recordsDiscarded()).isZero();
    assertThat(status().recordsResolved()).isEqualTo(1);
  }

  @Test
  @Proves(Rule.PARENTS_FIRST)
  void childrenAreReadAfterTheirParentIsResolved() throws InterruptedException {
    var function = FakeFunction.failingOn("p1");
    feed(function);
    mappings.start(new TestConfig().retries(1).build());
    stream.put("a", "p1");
    settle();
    stream.reshard(List.of("a"), List.of("c", "d"));
    stream.put("c", "c1");
    stream.put("d", "d1");
    settle();
    assertThat(function.batches()).containsExactly(List.of("p1"));

    passTime();

    assertThat(function.batches().subList(0, 2)).containsExactly(List.of("p1"), List.of("p1"));
    assertThat(function.batches().subList(2, 4))
        .containsExactlyInAnyOrder(List.of("c1"), List.of("d1"));
  }

  @Test
  @Proves(Rule.BOTH_PARENTS_OF_A_MERGE)
  void aMergedShardWaitsForBothParents() throws InterruptedException {
    var function = FakeFunction.failingOn("b1");
    feed(function);
    mappings.start(new TestConfig().from(new StartingPosition.Latest()).retries(1).build());
    stream.put("a", "a1");
    stream.put("b", "b1");
    settle();
    stream.reshard(List.of("a", "b"), List.of("c"));
    stream.put("c", "c1");
    settle();
    assertThat(function.batches()).doesNotContain(List.of("c1"));

    passTime();

    assertThat(function.batches()).last().isEqualTo(List.of("c1"));
  }

  @Test
  @Proves(Rule.BATCH_SIZE_WITHOUT_BATCHING_WINDOW)
  void aBacklogIsReadNoFasterThanItIsProcessed() throws InterruptedException {
    var processed = new AtomicInteger();
    feed(
        new FakeFunction(batch -> {
          var waiting = status().recordsRead() - processed.get();
          assertThat(waiting).isLessThanOrEqualTo(1000 + 100);
          processed.addAndGet(batch.size());
          return success("null");
        }));
    stream.put("a", IntStream.range(0, 100_000).mapToObj(Integer::toString).toList());

    mappings.start(new TestConfig().retries(0).toQueue().build());
    settle();

    assertThat(processed).hasValue(100_000);
    assertThat(queue.messages()).isEmpty();
    assertThat(stream.limits()).allMatch(limit -> limit <= 1000);
  }

  @Test
  void statusTellsWhatBecameOfTheRecords() throws InterruptedException {
    feed(FakeFunction.failingOn("poison"));
    mappings.start(new TestConfig().batchSize(2).retries(1).build());
    assertThat(status().lastProcessingResult()).isEqualTo("No records processed");
    stream.put("a", "1", "2", "3", "poison", "5");

    passTime();

    assertThat(status())
        .isEqualTo(
            new MappingStatus(
                "11111111-2222-3333-4444-555555555555",
                "consumer",
                TestConfig.KINESIS_STREAM,
                "Enabled",
                "OK",
                5,
                0,
                4,
                2,
                5,
                2,
                0,
                true));
  }

  @Test
  @Proves({Rule.FILTERED_RECORDS_ARE_PASSED_OVER, Rule.THE_BATCH_SIZE_COUNTS_MATCHES})
  void recordsThatAreFilteredOutAreReadOverWithoutACall() throws InterruptedException {
    var function = FakeFunction.succeeding();
    feed(function);
    stream.filter(record -> new String(record.json(), UTF_8).contains("wanted"));
    stream.put("a", IntStream.range(0, 5000).mapToObj(i -> "other" + i).toList());
    mappings.start(new TestConfig().batchSize(2).build());
    settle();
    assertThat(function.batches()).isEmpty();
    assertThat(status().recordsFiltered()).isEqualTo(5000);
    assertThat(status().recordsBuffered()).isZero();
    assertThat(status().caughtUp()).isTrue();

    stream.put("a", "wanted1", "other", "wanted2", "other", "wanted3");
    settle();

    assertThat(function.batches())
        .containsExactly(List.of("wanted1", "wanted2"), List.of("wanted3"));
    assertThat(status().recordsRead()).isEqualTo(5005);
    assertThat(status().recordsResolved()).isEqualTo(3);
  }

  @Test
  void closingWaitsForTheInvocationUnderWay() throws InterruptedException {
    var begun = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    feed((_, _) -> {
      begun.countDown();
      try {
        release.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      ended.countDown();
      return success("null");
    });
    mappings.start(new TestConfig().build());
    stream.put("a", "1");
    assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

    Thread.ofVirtual().start(release::countDown);
    mappings.close();

    assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(mappings.statuses()).isEmpty();
    assertThat(mappings.idle()).isTrue();
  }

  @Test
  void aClosedMappingDeliversNothingMore() throws InterruptedException {
    var function = FakeFunction.succeeding();
    feed(function);
    mappings.start(new TestConfig().batchingWindow(15).build());
    stream.put("a", "1");
    settle();

    mappings.close();
    clock.advance(Duration.ofMinutes(1));
    stream.put("a", "2");

    assertThat(clock.nextAlarm()).isEmpty();
    assertThat(function.batches()).isEmpty();
  }

  @Test
  void oneUuidIsOneMapping() {
    mappings.start(new TestConfig().uuid("u1").build());

    assertThatThrownBy(() -> mappings.start(new TestConfig().uuid("u1").build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mapping u1 runs already");
  }

  @Test
  @Proves(Rule.STARTING_TIME_IS_NOT_IN_THE_FUTURE)
  void aStartingPositionInTheFutureIsRefused() {
    var config =
        new TestConfig().from(new StartingPosition.AtTimestamp(START.plusSeconds(1))).build();

    assertThatThrownBy(() -> mappings.start(config))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "startingPositionTimestamp must not be in the future, was 2026-01-01T00:00:01Z");
  }
}
