package dev.millrace.local.mapping;

import static dev.millrace.local.mapping.ShardSimulation.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.mapping.FailureReport.Cause;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds for every shard whatever the settings, the arrivals and the failures.
class ShardPropertiesTest {

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  /// One run: random settings, arrivals and answers, and everything that was seen.
  private static final class Run {

    private final Random random;
    private final MappingConfig config;
    private final ShardSimulation shard;
    private final List<StreamRecord> records = new ArrayList<>();
    private final List<Invocation> invocations = new ArrayList<>();
    private final double failing;

    private record Invocation(Effect.Call call, Outcome outcome, Instant time) {}

    private Run(long seed) {
      random = new Random(seed);
      failing = random.nextDouble() * 0.6;
      var settings = settings();
      config = settings.build();
      shard = ShardSimulation.of(settings, this::answer).destination(_ -> random.nextInt(3) > 0);
    }

    static Run of(long seed) {
      var run = new Run(seed);
      run.play();
      return run;
    }

    private boolean chance() {
      return random.nextBoolean();
    }

    private TestConfig settings() {
      var settings = new TestConfig().batchSize(1 + random.nextInt(12));
      if (chance()) {
        settings.batchingWindow(random.nextInt(30));
      }
      if (chance()) {
        settings.retries(random.nextInt(4));
      }
      if (chance()) {
        settings.maximumAge(60);
      }
      if (chance()) {
        settings.bisect();
      }
      if (chance()) {
        settings.report();
      }
      if (chance()) {
        settings.window(1 + random.nextInt(40));
      }
      return chance() ? settings.toQueue() : settings;
    }

    private void play() {
      for (var page = 0; page < 25; page++) {
        var arrived = new ArrayList<StreamRecord>();
        for (var i = random.nextInt(10); i > 0; i--) {
          // a fifth of the records is out of order or old
          var age = random.nextInt(5) == 0 ? random.nextInt(90) : 0;
          arrived.add(record(records.size() + arrived.size() + 1, shard.now().minusSeconds(age)));
        }
        records.addAll(arrived);
        shard.send(new ShardEvent.Fetched(arrived, random.nextInt(4) > 0, false, shard.now()));
        shard.until(shard.now().plusMillis(random.nextInt(20_000)));
      }
      shard.endOfShard().untilQuiet();
    }

    private Outcome answer(Effect.Call call) {
      var outcome = outcome(call);
      invocations.add(new Invocation(call, outcome, shard.now()));
      return outcome;
    }

    private Outcome outcome(Effect.Call call) {
      var state = call.window() == null ? null : "{\"n\":" + invocations.size() + "}";
      if (random.nextDouble() >= failing) {
        return new Outcome.Succeeded(state);
      }
      var size = call.records().size();
      var kind = random.nextInt(3);
      if (kind == 0) {
        return new Outcome.NotReached("TooManyRequestsException", "busy");
      }
      return kind == 1 && config.reportBatchItemFailures() && size > 1
          ? new Outcome.PartlyFailed(1 + random.nextInt(size - 1), state)
          : new Outcome.Failed(chance() ? "Unhandled" : null);
    }

    private <E extends Effect> List<E> effects(Class<E> type) {
      return shard.effects().stream().filter(type::isInstance).map(type::cast).toList();
    }

    private List<FailureReport> reports() {
      return effects(Effect.GivenUp.class).stream().map(Effect.GivenUp::report).toList();
    }

    /// How many of the batch's records the function took.
    private static int taken(Invocation invocation) {
      return switch (invocation.outcome()) {
        case Outcome.Succeeded _ -> invocation.call().records().size();
        case Outcome.PartlyFailed(var from, _) -> from;
        case Outcome.Failed _, Outcome.NotReached _ -> 0;
      };
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyRecordIsResolvedExactlyOnce(long seed) {
    var run = Run.of(seed);
    var resolved = new ArrayList<StreamRecord>();
    run.effects(Effect.Resolved.class).forEach(effect -> resolved.addAll(effect.records()));
    run.reports().forEach(report -> resolved.addAll(report.records()));

    assertThat(resolved).doesNotHaveDuplicates().hasSameElementsAs(run.records);
    assertThat(run.shard.trace()).last().asString().endsWith("finished");
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aResolvedRecordWasTakenByItsLastInvocation(long seed) {
    var run = Run.of(seed);
    var taken = new HashMap<StreamRecord, Boolean>();
    for (var invocation : run.invocations) {
      var batch = invocation.call().records();
      for (var i = 0; i < batch.size(); i++) {
        taken.put(batch.get(i), i < Run.taken(invocation));
      }
    }

    run.effects(Effect.Resolved.class)
        .forEach(effect ->
            assertThat(effect.records()).allSatisfy(r -> assertThat(taken).containsEntry(r, true)));
    run.reports()
        .forEach(report ->
            assertThat(report.records())
                .allSatisfy(r -> assertThat(taken.getOrDefault(r, false)).isFalse()));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void recordsAreFirstDeliveredInShardOrder(long seed) {
    var run = Run.of(seed);
    var newest = BigInteger.ZERO;
    var delivered = new HashSet<StreamRecord>();
    for (var invocation : run.invocations) {
      for (var record : invocation.call().records()) {
        if (delivered.add(record)) {
          assertThat(record.sequenceNumber().value()).isGreaterThan(newest);
          newest = record.sequenceNumber().value();
        }
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aBatchRespectsItsLimits(long seed) {
    var run = Run.of(seed);

    for (var invocation : run.invocations) {
      assertThat(invocation.call().records()).hasSizeLessThanOrEqualTo(run.config.batchSize());
      run.config
          .maximumRecordAge()
          .ifPresent(age ->
              assertThat(invocation.call().records())
                  .allSatisfy(record ->
                      assertThat(Duration.between(record.arrival(), invocation.time()))
                          .isLessThanOrEqualTo(age)));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aBatchIsGivenUpAfterExactlyOneMoreFailureThanRetries(long seed) {
    var run = Run.of(seed);
    var failures = new HashMap<List<StreamRecord>, Integer>();
    for (var invocation : run.invocations) {
      if (invocation.outcome() instanceof Outcome.Failed) {
        failures.merge(invocation.call().records(), 1, Integer::sum);
      }
    }

    for (var report : run.reports()) {
      if (report.cause() instanceof Cause.RetryAttemptsExhausted && !report.records().isEmpty()) {
        assertThat(report.invokeCount())
            .isEqualTo(run.config.maximumRetryAttempts().orElseThrow() + 1);
      }
    }
    run.config
        .maximumRetryAttempts()
        .ifPresent(retries ->
            assertThat(withoutFinalCalls(failures).values())
                .allMatch(count -> count <= retries + 1));
  }

  private static Map<List<StreamRecord>, Integer> withoutFinalCalls(
      Map<List<StreamRecord>, Integer> failures) {
    var batches = new HashMap<>(failures);
    batches.remove(List.of());
    return batches;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theCheckpointOnlyMovesForwardAndEndsAtTheLastRecord(long seed) {
    var run = Run.of(seed);
    var checkpoints = run.shard.committed().stream().map(SequenceNumber::value).toList();

    assertThat(checkpoints).isSorted().doesNotHaveDuplicates();
    if (!run.records.isEmpty()) {
      assertThat(checkpoints).last().isEqualTo(run.records.getLast().sequenceNumber().value());
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void nothingIsDeliveredWhileAMessageIsNotSafe(long seed) {
    var run = Run.of(seed);
    FailureReport open = null;
    for (var effect : run.shard.effects()) {
      switch (effect) {
        case Effect.Notify(var report) -> open = report;
        case Effect.GivenUp _ -> open = null;
        case Effect.Invoke _, Effect.Resolved _ -> assertThat(open).isNull();
        case Effect.WakeAt _, Effect.Poll _, Effect.Finished _ -> {}
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aRecordIsDeliveredInOneWindowOnlyAndAWindowIsClosedOnce(long seed) {
    var run = Run.of(seed);
    var windowOf = new HashMap<StreamRecord, Window>();
    Window closed = null;
    Effect.WindowCall last = null;
    for (var invocation : run.invocations) {
      var call = invocation.call().window();
      if (call == null) {
        assertThat(run.config.tumblingWindow()).isEmpty();
        continue;
      }
      if (last != null && !last.window().equals(call.window())) {
        assertThat(last.isFinal()).as("the last call of %s was final", last).isTrue();
        assertThat(call.window().isAfter(last.window())).isTrue();
        closed = last.window();
      }
      assertThat(call.window()).isNotEqualTo(closed);
      assertThat(last != null && last.isFinal() && last.window().equals(call.window()))
          .as("a call to a window that is being closed")
          .isEqualTo(isRepeated(last, call));
      for (var record : invocation.call().records()) {
        assertThat(windowOf.computeIfAbsent(record, _ -> call.window())).isEqualTo(call.window());
      }
      last = call;
    }
    assertThat(last == null || last.isFinal()).isTrue();
  }

  private static boolean isRepeated(Effect.@Nullable WindowCall last, Effect.WindowCall call) {
    return last != null && last.isFinal() && call.isFinal() && last.window().equals(call.window());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aFinalCallIsTakenOrGivenUpOnce(long seed) {
    var run = Run.of(seed);
    var finals = new HashMap<Window, Integer>();
    var windows = new HashMap<Window, Integer>();
    for (var invocation : run.invocations) {
      var call = invocation.call().window();
      if (call != null) {
        windows.put(call.window(), 1);
        if (call.isFinal() && invocation.outcome() instanceof Outcome.Succeeded) {
          finals.merge(call.window(), 1, Integer::sum);
        }
      }
    }
    var givenUp = run.reports().stream().filter(report -> report.records().isEmpty()).count();

    assertThat(finals.values()).allMatch(count -> count == 1);
    assertThat(finals.size() + givenUp).isEqualTo(windows.size());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatIsReportedAsFailedIsACallThatFailed(long seed) {
    var run = Run.of(seed);
    var failed =
        run.invocations.stream()
            .filter(invocation -> invocation.outcome() instanceof Outcome.Failed)
            .map(Run.Invocation::call)
            .toList();

    assertThat(
            run.reports().stream()
                .filter(report -> report.cause() instanceof Cause.RetryAttemptsExhausted)
                .map(FailureReport::call))
        .isSubsetOf(failed);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aWindowsStateIsWhatTheLastAcceptedAnswerSaid(long seed) {
    var run = Run.of(seed);
    Effect.WindowCall last = null;
    var state = "{}";
    for (var invocation : run.invocations) {
      var call = invocation.call().window();
      if (call == null) {
        continue;
      }
      if (last == null || !last.window().equals(call.window())) {
        state = "{}";
      }
      assertThat(call.state()).isEqualTo(state);
      state =
          switch (invocation.outcome()) {
            case Outcome.Succeeded(var answer) -> String.valueOf(answer);
            case Outcome.PartlyFailed(_, var answer) -> String.valueOf(answer);
            case Outcome.Failed _, Outcome.NotReached _ -> state;
          };
      last = call;
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theSameRunIsTheSameRunAgain(long seed) {
    assertThat(Run.of(seed).shard.trace()).isEqualTo(Run.of(seed).shard.trace());
  }
}
