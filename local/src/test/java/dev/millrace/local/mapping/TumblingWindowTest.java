package dev.millrace.local.mapping;

import static dev.millrace.local.mapping.ShardSimulation.START;
import static dev.millrace.local.mapping.ShardSimulation.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.rules.Proves;
import dev.millrace.local.rules.Rule;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class TumblingWindowTest {

  private static final Outcome CRASH = new Outcome.Failed("Unhandled");

  /// Counts the records of a window in its state.
  private static Outcome counting(Effect.Call call) {
    return new Outcome.Succeeded(count(call, call.records().size()));
  }

  private static String count(Effect.Call call, int more) {
    var window = call.window();
    var before = window == null || window.state().equals("{}") ? "{\"n\":0}" : window.state();
    var n = Integer.parseInt(before.substring(5, before.length() - 1));
    return "{\"n\":%d}".formatted(n + more);
  }

  /// Counts, but first answers as told.
  private static Function<Effect.Call, Outcome> after(Outcome... outcomes) {
    var script = new ArrayDeque<>(List.of(outcomes));
    return call -> script.isEmpty() ? counting(call) : script.removeFirst();
  }

  private static ShardSimulation shard(TestConfig config, Function<Effect.Call, Outcome> function) {
    return ShardSimulation.of(config.window(60), function);
  }

  @Test
  @Proves({
    Rule.FIRST_STATE,
    Rule.STATE_IS_HANDED_ON,
    Rule.AFTER_AN_EARLY_END,
    Rule.THE_FINAL_CALL,
    Rule.A_FINAL_CALL_WITHOUT_RECORDS
  })
  void stateIsHandedFromCallToCallAndEndsWithTheWindow() {
    var shard =
        shard(new TestConfig(), TumblingWindowTest::counting)
            .until(10)
            .put(1, 2)
            .until(30)
            .put(3, 3)
            .until(70)
            .put(4, 4)
            .untilQuiet();

    assertThat(shard.trace("invoke"))
        .containsExactly(
            "10 invoke 1 2 in 0-60 with {}",
            "30 invoke 3 in 0-60 with {\"n\":2}",
            "60 invoke nothing in 0-60 with {\"n\":3} final",
            "70 invoke 4 in 60-120 with {}",
            "120 invoke nothing in 60-120 with {\"n\":1} final");
  }

  @Test
  @Proves({Rule.WINDOW_BY_ARRIVAL, Rule.A_BATCH_IS_OF_ONE_WINDOW, Rule.CLOSED_BY_A_LATER_RECORD})
  void aRecordOfALaterWindowClosesTheOpenOne() {
    var shard = shard(new TestConfig(), TumblingWindowTest::counting);

    shard.arrive(
        List.of(
            record(1, START.minusSeconds(1)), record(2, START), record(3, START.plusSeconds(59))));

    assertThat(shard.trace("invoke"))
        .containsExactly(
            "0 invoke 1 in -60-0 with {}",
            "0 invoke nothing in -60-0 with {\"n\":1} final",
            "0 invoke 2 3 in 0-60 with {}");
  }

  @Test
  @Proves(Rule.CLOSED_BY_THE_CLOCK)
  void anEndReachedByTheClockWaitsUntilTheShardIsCaughtUp() {
    var shard = shard(new TestConfig(), TumblingWindowTest::counting).put(1, 1).until(59);
    shard.send(
        new ShardEvent.Fetched(
            List.of(record(2, START.plusSeconds(59))), false, false, shard.now()));

    shard.until(60);

    assertThat(shard.effects()).contains(new Effect.Poll());
    assertThat(shard.trace("invoke"))
        .containsExactly(
            "0 invoke 1 in 0-60 with {}",
            "59 invoke 2 in 0-60 with {\"n\":1}",
            "60 invoke nothing in 0-60 with {\"n\":2} final");
  }

  @Test
  @Proves(Rule.WAITING_RECORDS_GO_FIRST)
  void aWindowThatIsOverDoesNotWaitForTheBatchingWindow() {
    var shard =
        shard(new TestConfig().batchingWindow(300), TumblingWindowTest::counting)
            .put(1, 1)
            .until(20)
            .put(2, 2);

    shard.untilQuiet();

    assertThat(shard.trace("invoke"))
        .containsExactly(
            "60 invoke 1 2 in 0-60 with {}", "60 invoke nothing in 0-60 with {\"n\":2} final");
  }

  @Test
  @Proves(Rule.CLOSED_BY_A_LATER_RECORD)
  void aBatchThatALaterWindowCutsOffDoesNotWait() {
    var shard =
        ShardSimulation.of(
                new TestConfig().batchingWindow(300).window(60), TumblingWindowTest::counting)
            .until(59);

    shard.arrive(List.of(record(1, shard.now()), record(2, START.plusSeconds(60))));

    assertThat(shard.trace("invoke"))
        .containsExactly(
            "59 invoke 1 in 0-60 with {}", "59 invoke nothing in 0-60 with {\"n\":1} final");
  }

  @Test
  @Proves(Rule.A_BATCH_IS_OF_ONE_WINDOW)
  void batchSizeCutsAWindowIntoSeveralCalls() {
    var shard = shard(new TestConfig().batchSize(2), TumblingWindowTest::counting).put(1, 3);

    assertThat(shard.trace("invoke"))
        .containsExactly("0 invoke 1 2 in 0-60 with {}", "0 invoke 3 in 0-60 with {\"n\":2}");
  }

  @Test
  @Proves(Rule.OLDER_THAN_THE_OPEN_WINDOW)
  void aRecordThatIsOlderThanTheOpenWindowCountsToTheOpenWindow() {
    var shard =
        shard(new TestConfig(), TumblingWindowTest::counting).until(61).put(1, 1).putAt(2, 30);

    assertThat(shard.trace("invoke"))
        .containsExactly("61 invoke 1 in 60-120 with {}", "61 invoke 2 in 60-120 with {\"n\":1}");
  }

  @Test
  @Proves(Rule.OF_A_CLOSED_WINDOW)
  void aRecordOfAClosedWindowCountsToTheNextOne() {
    var shard =
        shard(new TestConfig(), TumblingWindowTest::counting).put(1, 1).until(65).putAt(2, 30);

    assertThat(shard.trace("invoke"))
        .containsExactly(
            "0 invoke 1 in 0-60 with {}",
            "60 invoke nothing in 0-60 with {\"n\":1} final",
            "65 invoke 2 in 60-120 with {}");
  }

  @Test
  @Proves(Rule.THE_END_OF_A_SHARD_CLOSES)
  void theEndOfTheShardClosesTheWindow() {
    var shard =
        shard(new TestConfig().batchingWindow(30), TumblingWindowTest::counting)
            .put(1, 1)
            .endOfShard();

    assertThat(shard.trace())
        .containsExactly(
            "0 invoke 1 in 0-60 with {}",
            "0 resolved 1",
            "0 checkpoint 1",
            "0 invoke nothing in 0-60 with {\"n\":1} final",
            "0 finished");
  }

  @Test
  @Proves(Rule.NO_CALL_FOR_AN_EMPTY_WINDOW)
  void thereIsNoCallForAnEmptyWindow() {
    var shard =
        shard(new TestConfig(), TumblingWindowTest::counting)
            .put(1, 1)
            .until(600)
            .put(2, 2)
            .until(601);

    assertThat(shard.trace("invoke"))
        .containsExactly(
            "0 invoke 1 in 0-60 with {}",
            "60 invoke nothing in 0-60 with {\"n\":1} final",
            "600 invoke 2 in 600-660 with {}");
  }

  @Test
  @Proves(Rule.A_FAILURE_ROLLS_THE_STATE_BACK)
  void aFailedCallLeavesTheStateAsItWas() {
    var shard =
        shard(new TestConfig(), after(new Outcome.Succeeded("{\"n\":7}"), CRASH))
            .put(1, 1)
            .put(2, 2)
            .until(1);

    assertThat(shard.trace("invoke"))
        .containsExactly(
            "0 invoke 1 in 0-60 with {}",
            "0 invoke 2 in 0-60 with {\"n\":7}",
            "0.5 invoke 2 in 0-60 with {\"n\":7}");
  }

  @Test
  @Proves(Rule.A_REPORT_KEEPS_THE_STATE)
  void aPartialReportKeepsTheReturnedState() {
    var shard =
        shard(new TestConfig().report(), after(new Outcome.PartlyFailed(2, "{\"n\":2}")))
            .put(1, 3)
            .until(1);

    assertThat(shard.trace("invoke"))
        .containsExactly("0 invoke 1 2 3 in 0-60 with {}", "0.5 invoke 3 in 0-60 with {\"n\":2}");
  }

  @Test
  @Proves({Rule.STATE_LIMIT, Rule.AFTER_AN_EARLY_END, Rule.THE_EARLY_CALL})
  void stateAboveOneMegabyteEndsTheWindowEarlyAndTheSameWindowGoesOn() {
    var large = "{\"x\":\"" + "y".repeat(ShardMachine.STATE_LIMIT) + "\"}";
    var shard =
        shard(new TestConfig(), after(new Outcome.Succeeded(large), new Outcome.Succeeded("{}")))
            .put(1, 1)
            .until(1)
            .put(2, 2)
            .untilQuiet();

    assertThat(shard.trace("invoke"))
        .containsExactly(
            "0 invoke 1 in 0-60 with {}",
            "0 invoke nothing in 0-60 with large early",
            "1 invoke 2 in 0-60 with {}",
            "60 invoke nothing in 0-60 with {\"n\":1} final");
  }

  @Test
  @Proves(Rule.STATE_LIMIT)
  void stateOfExactlyOneMegabyteIsKept() {
    var limit = "{\"x\":\"" + "y".repeat(ShardMachine.STATE_LIMIT - 8) + "\"}";
    var shard = shard(new TestConfig(), after(new Outcome.Succeeded(limit))).put(1, 1);

    assertThat(limit).hasSize(ShardMachine.STATE_LIMIT);
    assertThat(shard.trace("invoke")).containsExactly("0 invoke 1 in 0-60 with {}");
  }

  @Test
  @Proves(Rule.A_FINAL_CALL_THAT_FAILS)
  void aFinalCallThatFailsIsTriedAgainBeforeAnythingElse() {
    var shard =
        shard(new TestConfig(), after(new Outcome.Succeeded("{\"n\":1}"), CRASH))
            .put(1, 1)
            .until(60)
            .put(2, 2)
            .until(61);

    assertThat(shard.trace("invoke"))
        .containsExactly(
            "0 invoke 1 in 0-60 with {}",
            "60 invoke nothing in 0-60 with {\"n\":1} final",
            "60.5 invoke nothing in 0-60 with {\"n\":1} final",
            "60.5 invoke 2 in 60-120 with {}");
  }

  @Test
  @Proves({Rule.WINDOWS_HAVE_LIMITS, Rule.A_FINAL_CALL_THAT_IS_GIVEN_UP})
  void aFinalCallThatIsGivenUpDropsTheStateAndNamesTheWindowsRecords() {
    var shard =
        shard(
                new TestConfig().retries(1).toQueue(),
                after(new Outcome.Succeeded("{\"n\":2}"), CRASH, CRASH))
            .put(1, 2)
            .until(61)
            .put(3, 3);

    assertThat(shard.trace().subList(3, 7))
        .containsExactly(
            "60 invoke nothing in 0-60 with {\"n\":2} final",
            "60.5 invoke nothing in 0-60 with {\"n\":2} final",
            "60.5 notify 1-2 (2) RetryAttemptsExhausted x2",
            "60.5 gave up 1-2 (2) RetryAttemptsExhausted x2");
    assertThat(shard.trace("invoke")).last().isEqualTo("61 invoke 3 in 60-120 with {}");
  }

  @Test
  @Proves({Rule.WINDOWS_HAVE_LIMITS, Rule.AGE_OF_A_FINAL_CALL})
  void theAgeLimitEndsAFinalCallThatKeepsFailing() {
    var shard =
        ShardSimulation.of(
                new TestConfig().window(600).maximumAge(60).toQueue(),
                call -> call.records().isEmpty() ? CRASH : counting(call))
            .put(1, 1)
            .untilQuiet();

    assertThat(shard.trace("invoke")).hasSize(8);
    assertThat(shard.trace("gave up"))
        .containsExactly("663.5 gave up 1-1 (1) RecordAgeExceeded x7");
  }

  @Test
  @Proves(Rule.BISECT_IN_A_WINDOW)
  void eachHalfOfASplitBatchContinuesWithTheStateOfTheOther() {
    var shard = shard(new TestConfig().bisect(), after(CRASH)).put(1, 5).until(1);

    assertThat(shard.trace("invoke"))
        .containsExactly(
            "0 invoke 1 2 3 4 5 in 0-60 with {}",
            "0 invoke 1 2 in 0-60 with {}",
            "0 invoke 3 4 5 in 0-60 with {\"n\":2}");
  }

  @Test
  @Proves({Rule.PAYLOAD_OF_THE_OLD, Rule.WINDOWS_HAVE_LIMITS})
  void aBatchThatBecomesTooOldIsReportedWithTheCallItWasIn() {
    var shard = shard(new TestConfig().maximumAge(60), _ -> CRASH).until(10).put(1, 2).until(300);

    assertThat(firstReport(shard).cause()).isEqualTo(new FailureReport.Cause.RecordAgeExceeded());
    assertThat(firstReport(shard).call())
        .isEqualTo(
            shard.effects().stream()
                .filter(Effect.Invoke.class::isInstance)
                .map(effect -> ((Effect.Invoke) effect).call())
                .findFirst()
                .orElseThrow());
  }

  @Test
  @Proves(Rule.PAYLOAD_OF_THE_OLD)
  void aRecordThatWasTooOldForEveryWindowIsReportedWithoutOne() {
    var shard =
        shard(new TestConfig().maximumAge(60), TumblingWindowTest::counting)
            .until(100)
            .putAt(1, 10);

    assertThat(firstReport(shard).window()).isNull();
    assertThat(shard.trace("invoke")).isEmpty();
  }

  private static FailureReport firstReport(ShardSimulation shard) {
    return shard.effects().stream()
        .filter(Effect.GivenUp.class::isInstance)
        .map(effect -> ((Effect.GivenUp) effect).report())
        .findFirst()
        .orElseThrow();
  }
}
