package dev.millrace.local.mapping;

import static dev.millrace.local.mapping.ShardSimulation.START;
import static dev.millrace.local.mapping.ShardSimulation.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.rules.Proves;
import dev.millrace.local.rules.Rule;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Rules of failures and splits that other tests only touch.
class ShardMachineRulesTest {

  private static final Outcome OK = new Outcome.Succeeded(null);
  private static final Outcome CRASH = new Outcome.Failed("Unhandled");
  private static final Outcome INVALID_REPORT = new Outcome.Failed(null);
  private static final Outcome THROTTLED = new Outcome.NotReached("TooManyRequestsException", "");

  /// Answers as told, then with success.
  private static Function<Effect.Call, Outcome> answering(Outcome... outcomes) {
    var script = new ArrayDeque<>(List.of(outcomes));
    return _ -> script.isEmpty() ? OK : script.removeFirst();
  }

  private static boolean has(Effect.Call call, String number) {
    return call.records().stream().anyMatch(each -> each.sequenceNumber().text().equals(number));
  }

  @Test
  @Proves(Rule.ONE_BATCH_AT_A_TIME)
  void whileACallIsUnderWayNoOtherBegins() {
    var config = new TestConfig().batchSize(2).build();
    var machine = new ShardMachine(config, new EventJson(config, "shardId-000000000000"));
    var first =
        machine.step(
            ShardState.START,
            new ShardEvent.Fetched(
                List.of(record(1, START), record(2, START), record(3, START)), true, false, START),
            START);
    assertThat(calls(first)).containsExactly("1 2");

    var later = START.plusSeconds(60);
    var more = new ShardEvent.Fetched(List.of(record(4, later)), true, false, later);
    var second = machine.step(first.state(), more, later);
    var third = machine.step(second.state(), new ShardEvent.Tick(), later);
    assertThat(calls(second)).isEmpty();
    assertThat(calls(third)).isEmpty();

    var answered = machine.step(third.state(), new ShardEvent.InvocationFinished(OK), later);
    assertThat(calls(answered)).containsExactly("3 4");
  }

  private static List<String> calls(Step step) {
    return step.effects().stream()
        .filter(Effect.Invoke.class::isInstance)
        .map(effect -> ShardSimulation.numbers(((Effect.Invoke) effect).call().records()))
        .toList();
  }

  @Test
  @Proves(Rule.NOT_REACHED_ENDS_BY_AGE)
  void aFunctionThatIsNeverReachedIsTriedUntilItsRecordsAreTooOld() {
    var shard =
        ShardSimulation.of(new TestConfig().retries(0).maximumAge(60).toQueue(), _ -> THROTTLED)
            .put(1, 2)
            .untilQuiet();
    assertThat(shard.trace("invoke")).hasSize(7).first().isEqualTo("0 invoke 1 2");
    assertThat(shard.trace("gave up")).containsExactly("63.5 gave up 1-2 (2) RecordAgeExceeded x1");
    assertThat(shard.trace("checkpoint")).containsExactly("63.5 checkpoint 2");
  }

  static Stream<Outcome> failures() {
    return Stream.of(CRASH, INVALID_REPORT);
  }

  @ParameterizedTest
  @MethodSource("failures")
  @Proves({Rule.A_FAILURE_SPLITS, Rule.AN_INVALID_REPORT_SPLITS})
  void aFailureIsSplitInTheMiddleAlsoWhereReportsAreOn(Outcome failure) {
    var shard =
        ShardSimulation.of(new TestConfig().bisect().report(), answering(failure))
            .put(1, 5)
            .untilQuiet();
    assertThat(shard.trace("invoke"))
        .containsExactly("0 invoke 1 2 3 4 5", "0 invoke 1 2", "0 invoke 3 4 5");
  }

  @Test
  @Proves(Rule.A_SPLIT_LEAVES_THE_BATCH_SIZE)
  void behindASplitBatchBatchesAreWholeAgain() {
    var shard =
        ShardSimulation.of(new TestConfig().bisect().batchSize(4), answering(CRASH))
            .put(1, 8)
            .untilQuiet();
    assertThat(shard.trace("invoke"))
        .containsExactly("0 invoke 1 2 3 4", "0 invoke 1 2", "0 invoke 3 4", "0 invoke 5 6 7 8");
  }

  @Test
  @Proves(Rule.A_MESSAGE_PER_PART)
  void everyPoisonOfASplitBatchHasAMessageOfItsOwn() {
    var shard =
        ShardSimulation.of(
                new TestConfig().bisect().retries(1).toQueue(),
                call -> has(call, "2") || has(call, "7") ? CRASH : OK)
            .put(1, 8)
            .untilQuiet();
    assertThat(shard.trace("notify"))
        .containsExactly(
            "0.5 notify 2-2 (1) RetryAttemptsExhausted x2",
            "1 notify 7-7 (1) RetryAttemptsExhausted x2");
    assertThat(shard.trace("resolved"))
        .flatExtracting(
            line -> List.of(line.substring(line.indexOf("resolved ") + 9).split(" ", -1)))
        .containsExactly("1", "3", "4", "5", "6", "8");
  }
}
