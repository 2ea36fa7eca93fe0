package dev.millrace.local.mapping;

import static dev.millrace.local.mapping.FakeFunction.crash;
import static dev.millrace.local.mapping.FakeFunction.success;
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
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What updates, switching off and on, and deletion do to records.
class MappingUpdateTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String UUID = new TestConfig().build().uuid();

  private final StackClock clock = StackClock.frozenAt(START);
  private final StreamSignals signals = new StreamSignals();
  private final FakeStream stream = new FakeStream(clock, signals, "a", "b");
  private final FakeDestination queue = new FakeDestination();
  private final FakeFunction function = FakeFunction.succeeding();
  private EventSourceMappings mappings = mappings(function);

  private EventSourceMappings mappings(Invoker invoker) {
    return new EventSourceMappings(
        clock,
        invoker,
        queue,
        signals,
        new Activity(),
        PositionStore.none(),
        Metrics.NONE,
        _ -> stream);
  }

  private void feed(Invoker invoker) {
    mappings.close();
    mappings = mappings(invoker);
  }

  @AfterEach
  void close() {
    mappings.close();
    clock.close();
  }

  private void settle() throws InterruptedException {
    assertThat(mappings.awaitIdle(PATIENCE)).as("idle in time").isTrue();
  }

  private void passTime() throws InterruptedException {
    settle();
    for (var next = clock.nextAlarm(); next.isPresent(); next = clock.nextAlarm()) {
      clock.advance(Duration.between(clock.instant(), next.get()));
      settle();
    }
  }

  private MappingState state() {
    return mappings.find(UUID).orElseThrow().state();
  }

  /// A function that is called when it is allowed to answer.
  private static final class Gate {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final Semaphore answers = new Semaphore(0);
    private final FakeFunction function =
        new FakeFunction(_ -> {
          begun.countDown();
          answers.acquireUninterruptibly();
          return success("null");
        });

    private void awaitCall() throws InterruptedException {
      assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  @Proves({Rule.STATES, Rule.UPDATES_ARE_ASYNCHRONOUS, Rule.UPDATE_AFTER_THE_INVOCATION})
  void anUpdateAppliesAfterTheInvocationUnderWayAndNothingIsDeliveredTwice()
      throws InterruptedException {
    var gate = new Gate();
    feed(gate.function);
    stream.put("a", "1", "2", "3", "4", "5");
    mappings.start(new TestConfig().batchSize(2).build());
    gate.awaitCall();

    var view = mappings.update(new TestConfig().batchSize(3).build(), true);
    assertThat(view.state()).isEqualTo(MappingState.UPDATING);
    assertThat(view.config().batchSize()).isEqualTo(3);
    assertThat(mappings.idle()).isFalse();
    gate.answers.release(100);
    settle();

    assertThat(gate.function.batches()).containsExactly(List.of("1", "2"), List.of("3", "4", "5"));
    assertThat(state()).isEqualTo(MappingState.ENABLED);
  }

  @Test
  @Proves({
    Rule.STATES,
    Rule.DISABLING_KEEPS_THE_POSITION,
    Rule.STARTING_POSITION_WITHOUT_CHECKPOINT
  })
  void aDisabledMappingKeepsItsPlaceEvenIfLatestNeverReadARecord() throws InterruptedException {
    var latest = new TestConfig().from(new StartingPosition.Latest()).build();
    stream.put("a", "before");
    mappings.start(latest);
    settle();

    assertThat(mappings.update(latest, false).state()).isEqualTo(MappingState.DISABLING);
    settle();
    stream.put("a", "a1");
    stream.put("b", "b1");
    settle();
    assertThat(function.batches()).isEmpty();
    assertThat(state()).isEqualTo(MappingState.DISABLED);
    assertThat(mappings.statuses().getFirst().state()).isEqualTo("Disabled");

    assertThat(mappings.update(latest, true).state()).isEqualTo(MappingState.ENABLING);
    settle();
    assertThat(function.batches()).containsExactlyInAnyOrder(List.of("a1"), List.of("b1"));
  }

  @Test
  @Proves(Rule.DISABLING_KEEPS_THE_POSITION)
  void whatWaitedForItsBatchingWindowIsDeliveredAfterTheMappingIsEnabled()
      throws InterruptedException {
    var patient = new TestConfig().batchingWindow(15).build();
    mappings.start(patient);
    stream.put("a", "1");
    settle();
    mappings.update(patient, false);
    settle();
    assertThat(clock.nextAlarm()).isEmpty();
    clock.advance(Duration.ofMinutes(5));
    stream.put("a", "2");

    mappings.update(patient, true);
    passTime();

    assertThat(function.batches().stream().flatMap(List::stream)).containsExactly("1", "2");
  }

  @Test
  @Proves(Rule.UPDATE_AFTER_THE_INVOCATION)
  void aBatchThatFailsIsTriedAnewUnderTheNewSettings() throws InterruptedException {
    var poisoned = FakeFunction.failingOn("poison");
    feed(poisoned);
    stream.put("a", "1", "2", "poison", "4");
    mappings.start(new TestConfig().build());
    settle();

    mappings.update(new TestConfig().batchSize(1).retries(0).toQueue().build(), true);
    passTime();

    assertThat(poisoned.batches())
        .containsExactly(
            List.of("1", "2", "poison", "4"),
            List.of("1"),
            List.of("2"),
            List.of("poison"),
            List.of("4"));
    assertThat(queue.summaries()).containsExactly("RetryAttemptsExhausted x1 of 1");
  }

  @Test
  @Proves(Rule.DISABLING_KEEPS_THE_POSITION)
  void anUndeliveredFailureMessageSurvivesSwitchingOffAndOn() throws InterruptedException {
    feed(FakeFunction.failingOn("poison"));
    queue.refuse(1);
    stream.put("a", "poison");
    var config = new TestConfig().retries(0).toQueue().build();
    mappings.start(config);
    settle();
    mappings.update(config, false);
    settle();
    assertThat(queue.messages()).isEmpty();

    mappings.update(config, true);
    settle();

    assertThat(queue.summaries()).containsExactly("RetryAttemptsExhausted x1 of 1");
    assertThat(mappings.statuses().getFirst().recordsDiscarded()).isEqualTo(1);
  }

  @Test
  @Proves(Rule.UPDATE_WITH_MESSAGES_LEFT)
  void recordsWhoseMessageWasNotTakenAreProcessedAgain() throws InterruptedException {
    var poisoned = FakeFunction.failingOn("poison");
    feed(poisoned);
    queue.refuse(1);
    stream.put("a", "poison");
    mappings.start(new TestConfig().retries(0).toQueue().build());
    settle();
    stream.put("a", "next");

    mappings.update(new TestConfig().retries(0).batchSize(1).build(), true);
    settle();

    assertThat(poisoned.batches())
        .containsExactly(List.of("poison"), List.of("poison"), List.of("next"));
    assertThat(queue.messages()).isEmpty();
    var status = mappings.statuses().getFirst();
    assertThat(status.recordsResolved()).isEqualTo(2);
    assertThat(status.recordsRead()).isEqualTo(2);
    assertThat(status.recordsBuffered()).isZero();
  }

  @Test
  @Proves(Rule.UPDATE_OF_AN_OPEN_WINDOW)
  void anOpenTumblingWindowGoesOnAfterAnUpdate() throws InterruptedException {
    var counting = new FakeFunction(batch -> success("{\"state\":{\"n\":" + batch.size() + "}}"));
    feed(counting);
    mappings.start(new TestConfig().window(60).build());
    stream.put("a", "1", "2");
    settle();

    mappings.update(new TestConfig().window(60).batchSize(7).build(), true);
    settle();
    clock.advance(Duration.ofSeconds(60));
    settle();

    assertThat(counting.batches()).containsExactly(List.of("1", "2"), List.of());
    var last = counting.events().getLast();
    assertThat(last.at("/isFinalInvokeForWindow").asBoolean()).isTrue();
    assertThat(last.at("/state/n").asInt()).isEqualTo(2);
  }

  @Test
  @Proves(Rule.UPDATE_OF_AN_OPEN_WINDOW)
  void anOpenTumblingWindowIsHandedOverWhenItsLengthChanges() throws InterruptedException {
    var counting = new FakeFunction(batch -> success("{\"state\":{\"n\":" + batch.size() + "}}"));
    feed(counting);
    mappings.start(new TestConfig().window(60).build());
    stream.put("a", "1", "2");
    settle();

    mappings.update(new TestConfig().build(), true);
    settle();
    stream.put("a", "3");
    settle();

    assertThat(counting.batches()).containsExactly(List.of("1", "2"), List.of(), List.of("3"));
    assertThat(counting.events().get(1).at("/state/n").asInt()).isEqualTo(2);
    assertThat(counting.events().get(2).has("window")).isFalse();
  }

  /// What a batch would have added to its window is gone with the batch.
  @Test
  void aWindowGoesOnWithTheRecordsThatWereDone() throws InterruptedException {
    var down = new CountDownLatch(1);
    var function =
        new FakeFunction(batch ->
            batch.isEmpty() || (batch.contains("3") && down.getCount() > 0)
                ? crash()
                : success("{\"state\":{\"n\":" + batch.size() + "}}"));
    feed(function);
    var config = new TestConfig().window(60).retries(0).toQueue();
    mappings.start(config.build());
    stream.put("a", "1", "2");
    settle();
    queue.refuse(1);
    stream.put("a", "3");
    settle();
    mappings.update(config.build(), false);
    settle();

    down.countDown();
    mappings.update(config.build(), true);
    settle();
    clock.advance(Duration.ofSeconds(60));
    settle();

    assertThat(function.batches())
        .containsExactly(List.of("1", "2"), List.of("3"), List.of("3"), List.of());
    assertThat(function.events().get(2).at("/state/n").asInt()).isEqualTo(2);
    assertThat(queue.summaries()).containsExactly("RetryAttemptsExhausted x1 of 3");
  }

  @Test
  void aWindowWhoseLossTheDestinationDoesNotKnowIsHandedOverAgain() throws InterruptedException {
    var down = new CountDownLatch(1);
    var function =
        new FakeFunction(batch ->
            batch.isEmpty() && down.getCount() > 0
                ? crash()
                : success("{\"state\":{\"n\":" + batch.size() + "}}"));
    feed(function);
    queue.refuse(1);
    var config = new TestConfig().window(60).retries(0).toQueue().build();
    mappings.start(config);
    stream.put("a", "1", "2");
    settle();
    clock.advance(Duration.ofSeconds(60));
    settle();
    mappings.update(config, false);
    settle();

    down.countDown();
    mappings.update(config, true);
    settle();
    stream.put("a", "3");
    settle();

    assertThat(function.batches())
        .containsExactly(List.of("1", "2"), List.of(), List.of(), List.of("3"));
    assertThat(function.events().get(2).at("/state/n").asInt()).isEqualTo(2);
    assertThat(function.events().get(3).at("/window/start").asString())
        .isEqualTo("2026-01-01T00:01:00Z");
    assertThat(queue.messages()).isEmpty();
  }

  @Test
  void whatLeftTheStreamMeanwhileIsNotDelivered() throws InterruptedException {
    var config = new TestConfig().build();
    stream.put("a", "1");
    mappings.start(config);
    settle();
    mappings.update(config, false);
    settle();
    stream.put("a", "2", "3", "4");
    stream.trim("a", 3);

    mappings.update(config, true);
    settle();

    assertThat(function.batches()).containsExactly(List.of("1"), List.of("4"));
  }

  @Test
  void aShardThatLeftTheStreamMeanwhileMakesWayForItsChildren() throws InterruptedException {
    var config = new TestConfig().build();
    mappings.start(config);
    settle();
    mappings.update(config, false);
    settle();
    stream.put("a", "lost");
    stream.reshard(List.of("a"), List.of("c"));
    stream.put("c", "c1");
    stream.forget("a");

    mappings.update(config, true);
    settle();

    assertThat(function.batches()).containsExactly(List.of("c1"));
  }

  @Test
  void aMappingThatCannotReadAgainKeepsItsPlace() throws InterruptedException {
    var config = new TestConfig().build();
    stream.put("a", "1");
    stream.put("b", "1b");
    mappings.start(config);
    settle();
    mappings.update(config, false);
    settle();
    stream.put("a", "2");
    stream.put("b", "2b");
    stream.refuseOpening(new IllegalStateException("throttled"));

    mappings.update(config, true);
    settle();
    assertThat(state()).isEqualTo(MappingState.DISABLED);
    assertThat(mappings.find(UUID).orElseThrow().lastProcessingResult())
        .isEqualTo("PROBLEM: throttled");
    mappings.update(config, true);
    settle();

    assertThat(function.batches())
        .containsExactlyInAnyOrder(List.of("1"), List.of("1b"), List.of("2"), List.of("2b"));
  }

  @Test
  @Proves(Rule.DISABLING_KEEPS_THE_POSITION)
  void shardsThatChangeWhileNobodyReadsAreFollowedInOrder() throws InterruptedException {
    var config = new TestConfig().from(new StartingPosition.Latest()).build();
    mappings.start(config);
    settle();
    mappings.update(config, false);
    settle();
    stream.put("a", "a1");
    stream.reshard(List.of("a"), List.of("c"));
    stream.put("c", "c1");

    mappings.update(config, true);
    settle();

    assertThat(function.batches()).containsExactly(List.of("a1"), List.of("c1"));
  }

  @Test
  @Proves(Rule.CHANGES_LOSE_NOTHING)
  void manyUpdatesUnderLoadLoseAndRepeatNothing() throws InterruptedException {
    mappings.start(new TestConfig().batchSize(3).build());
    var words = IntStream.range(0, 3000).mapToObj(Integer::toString).toList();
    for (var round = 0; round < 30; round++) {
      stream.put("a", words.subList(round * 100, round * 100 + 100));
      if (mappings.find(UUID).orElseThrow().state().isSettled()) {
        mappings.update(new TestConfig().batchSize(1 + round % 7).build(), round % 3 > 0);
      }
    }
    settle();
    mappings.update(new TestConfig().build(), true);
    settle();

    assertThat(function.batches().stream().flatMap(List::stream)).containsExactlyElementsOf(words);
  }

  @Test
  @Proves(Rule.STATES)
  void aDeletedMappingEndsItsInvocationAndForgetsItsPosition() throws InterruptedException {
    var gate = new Gate();
    feed(gate.function);
    stream.put("a", "1", "2");
    mappings.start(new TestConfig().batchSize(1).build());
    gate.awaitCall();

    assertThat(mappings.delete(UUID).state()).isEqualTo(MappingState.DELETING);
    assertThatThrownBy(() -> mappings.update(new TestConfig().build(), true))
        .isInstanceOf(MappingBusyException.class)
        .hasMessage("mapping " + UUID + " must be Enabled or Disabled to be changed, was Deleting");
    gate.answers.release(100);
    settle();
    assertThat(gate.function.batches()).containsExactly(List.of("1"));
    assertThat(mappings.find(UUID)).isEmpty();
    assertThatThrownBy(() -> mappings.delete(UUID)).isInstanceOf(NoSuchElementException.class);

    mappings.start(new TestConfig().build());
    settle();
    assertThat(gate.function.batches()).containsExactly(List.of("1"), List.of("1", "2"));
  }

  @Test
  @Proves({Rule.STATES, Rule.LATEST_OF_A_MAPPING_MADE_DISABLED})
  void aMappingMadeDisabledReadsOnceItIsEnabled() throws InterruptedException {
    var config = new TestConfig().from(new StartingPosition.Latest()).build();
    assertThat(mappings.create(config, false).state()).isEqualTo(MappingState.CREATING);
    assertThat(state()).isEqualTo(MappingState.DISABLED);
    stream.put("a", "before");
    settle();

    mappings.update(config, true);
    settle();
    stream.put("a", "after");
    settle();

    assertThat(function.batches()).containsExactly(List.of("after"));
  }

  @Test
  void closingEndsAnUpdateThatWaitsForItsInvocation() throws InterruptedException {
    var gate = new Gate();
    feed(gate.function);
    stream.put("a", "1", "2");
    mappings.start(new TestConfig().batchSize(1).build());
    gate.awaitCall();
    mappings.update(new TestConfig().build(), true);

    Thread.ofVirtual().start(() -> gate.answers.release(100));
    mappings.close();

    assertThat(mappings.list()).isEmpty();
  }
}
