package dev.millrace.local.mapping;

import static dev.millrace.local.mapping.ShardSimulation.START;
import static dev.millrace.local.mapping.ShardSimulation.record;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShardMachineTest {

  private static final Outcome OK = new Outcome.Succeeded(null);
  private static final Outcome CRASH = new Outcome.Failed("Unhandled");
  private static final Outcome THROTTLED = new Outcome.NotReached("TooManyRequestsException", "");

  /// Fails every batch that holds the record.
  private static Function<Effect.Call, Outcome> poison(int number) {
    return call -> indexOf(call, number) < 0 ? OK : CRASH;
  }

  /// Reports the record whenever it is in the batch.
  private static Function<Effect.Call, Outcome> reporting(int number) {
    return call -> {
      var index = indexOf(call, number);
      if (index < 0) {
        return OK;
      }
      return index == 0 ? new Outcome.Failed(null) : new Outcome.PartlyFailed(index, null);
    };
  }

  /// Answers as told, then with success.
  private static Function<Effect.Call, Outcome> answering(Outcome... outcomes) {
    var script = new ArrayDeque<>(List.of(outcomes));
    return _ -> script.isEmpty() ? OK : script.removeFirst();
  }

  private static int indexOf(Effect.Call call, int number) {
    return call.records().stream()
        .map(record -> record.sequenceNumber().text())
        .toList()
        .indexOf(Integer.toString(number));
  }

  // ---- batches

  @Test
  void withoutABatchingWindowOneRecordIsABatch() {
    var shard = ShardSimulation.of(new TestConfig(), answering()).put(1, 1).put(2, 3);

    assertThat(shard.trace())
        .containsExactly(
            "0 invoke 1",
            "0 resolved 1",
            "0 checkpoint 1",
            "0 invoke 2 3",
            "0 resolved 2 3",
            "0 checkpoint 3");
  }

  @Test
  void aBatchHoldsNoMoreThanTheBatchSize() {
    var shard = ShardSimulation.of(new TestConfig().batchSize(2), answering()).put(1, 5);

    assertThat(shard.trace("invoke")).containsExactly("0 invoke 1 2", "0 invoke 3 4", "0 invoke 5");
  }

  @Test
  void aFullBatchDoesNotWaitForTheBatchingWindow() {
    var shard =
        ShardSimulation.of(new TestConfig().batchSize(3).batchingWindow(15), answering())
            .put(1, 2)
            .until(5)
            .put(3, 3);

    assertThat(shard.trace("invoke")).containsExactly("5 invoke 1 2 3");
  }

  @Test
  void theBatchingWindowOpensWhenThePreviousInvocationCompletes() {
    var shard =
        ShardSimulation.of(new TestConfig().batchingWindow(15), answering())
            .put(1, 1)
            .until(15)
            .until(20)
            .put(2, 2)
            .untilQuiet();

    assertThat(shard.trace("invoke")).containsExactly("15 invoke 1", "30 invoke 2");
  }

  @Test
  void aBatchingWindowThatElapsedEmptyOpensAgainWithTheNextRecord() {
    var shard =
        ShardSimulation.of(new TestConfig().batchingWindow(15), answering())
            .put(1, 1)
            .until(40)
            .put(2, 2)
            .until(54)
            .put(3, 3)
            .untilQuiet();

    assertThat(shard.trace("invoke")).containsExactly("15 invoke 1", "55 invoke 2 3");
  }

  @Test
  void anEventNeverExceedsSixMegabytes() {
    var third = Batcher.EVENT_LIMIT / 3;
    var shard = ShardSimulation.of(new TestConfig().batchingWindow(300), answering());

    shard.arrive(
        List.of(
            record(1, START, third),
            record(2, START, third),
            record(3, START, third),
            record(4, START, third)));
    shard.untilQuiet();

    assertThat(shard.trace("invoke")).containsExactly("0 invoke 1 2", "300 invoke 3 4");
  }

  @Test
  void theEnvelopeCountsTowardsTheSixMegabytes() {
    var envelope = "{\"Records\":[]}".length();
    var shard = ShardSimulation.of(new TestConfig().batchingWindow(300), answering());

    shard.arrive(
        List.of(record(1, START, Batcher.EVENT_LIMIT - envelope - 2), record(2, START, 1)));
    shard.until(1);
    shard.arrive(
        List.of(record(3, START, Batcher.EVENT_LIMIT - envelope - 2), record(4, START, 2)));

    assertThat(shard.trace("invoke")).containsExactly("0 invoke 1 2", "1 invoke 3");
  }

  @Test
  void aRecordAboveSixMegabytesGoesAlone() {
    var shard = ShardSimulation.of(new TestConfig(), answering());

    shard.arrive(List.of(record(1, START, Batcher.EVENT_LIMIT + 1), record(2, START)));

    assertThat(shard.trace("invoke")).containsExactly("0 invoke 1", "0 invoke 2");
  }

  @Test
  void theBufferIsBounded() {
    var shard = ShardSimulation.of(new TestConfig().batchingWindow(300).batchSize(5000), _ -> OK);

    assertThat(shard.machine().room(shard.state())).isEqualTo(5000);
    shard.put(1, 4000);
    assertThat(shard.machine().room(shard.state())).isEqualTo(1000);
  }

  // ---- retries

  @Test
  void nRetriesAreNPlusOneInvocationsThenTheBatchIsGivenUp() {
    var shard =
        ShardSimulation.of(new TestConfig().retries(2).batchSize(9).toQueue(), poison(4))
            .put(1, 9)
            .untilQuiet();

    assertThat(shard.trace())
        .containsExactly(
            "0 invoke 1 2 3 4 5 6 7 8 9",
            "0.5 invoke 1 2 3 4 5 6 7 8 9",
            "1.5 invoke 1 2 3 4 5 6 7 8 9",
            "1.5 notify 1-9 (9) RetryAttemptsExhausted x3",
            "1.5 gave up 1-9 (9) RetryAttemptsExhausted x3",
            "1.5 checkpoint 9");
  }

  @Test
  void withoutADestinationABatchIsGivenUpWithoutAMessage() {
    var shard = ShardSimulation.of(new TestConfig().retries(0).batchSize(2), poison(1)).put(1, 3);

    assertThat(shard.trace())
        .containsExactly(
            "0 invoke 1 2",
            "0 gave up 1-2 (2) RetryAttemptsExhausted x1",
            "0 checkpoint 2",
            "0 invoke 3",
            "0 resolved 3",
            "0 checkpoint 3");
  }

  @Test
  void thePauseBetweenAttemptsDoublesFromHalfASecondToAMinute() {
    var shard = ShardSimulation.of(new TestConfig(), poison(1)).put(1, 1).until(300);

    assertThat(shard.trace())
        .extracting(line -> line.substring(0, line.indexOf(' ')))
        .containsExactly(
            "0", "0.5", "1.5", "3.5", "7.5", "15.5", "31.5", "63.5", "123.5", "183.5", "243.5");
  }

  @Test
  void notReachingTheFunctionCostsNoAttempt() {
    var shard =
        ShardSimulation.of(
                new TestConfig().retries(1).toQueue(),
                answering(THROTTLED, CRASH, THROTTLED, THROTTLED, CRASH))
            .put(1, 1)
            .untilQuiet();

    assertThat(shard.trace("invoke")).hasSize(5);
    assertThat(shard.trace("gave up"))
        .containsExactly("7.5 gave up 1-1 (1) RetryAttemptsExhausted x2");
  }

  @Test
  void nothingElseIsDeliveredWhileABatchIsUnresolved() {
    var shard =
        ShardSimulation.of(new TestConfig().batchSize(2), answering(CRASH))
            .put(1, 2)
            .put(3, 3)
            .untilQuiet();

    assertThat(shard.trace("invoke"))
        .containsExactly("0 invoke 1 2", "0.5 invoke 1 2", "0.5 invoke 3");
  }

  // ---- partial reports

  @Test
  void recordsBeforeTheReportedOneAreNotDeliveredAgain() {
    var shard =
        ShardSimulation.of(new TestConfig().report(), answering(new Outcome.PartlyFailed(4, null)))
            .put(1, 9)
            .untilQuiet();

    assertThat(shard.trace())
        .containsExactly(
            "0 invoke 1 2 3 4 5 6 7 8 9",
            "0 resolved 1 2 3 4",
            "0 checkpoint 4",
            "0.5 invoke 5 6 7 8 9",
            "0.5 resolved 5 6 7 8 9",
            "0.5 checkpoint 9");
  }

  /// Observed on AWS with 3 retries, batches of 3 and a failing sixth record.
  @Test
  void whatIsLeftAfterAReportHasItsOwnRetries() {
    var shard =
        ShardSimulation.of(
                new TestConfig().report().retries(3).batchSize(3).toQueue(), reporting(6))
            .put(1, 6)
            .untilQuiet();

    assertThat(shard.trace("invoke"))
        .containsExactly(
            "0 invoke 1 2 3",
            "0 invoke 4 5 6",
            "0.5 invoke 6",
            "1.5 invoke 6",
            "3.5 invoke 6",
            "7.5 invoke 6");
    assertThat(shard.trace("gave up"))
        .containsExactly("7.5 gave up 6-6 (1) RetryAttemptsExhausted x4");
  }

  @Test
  void aReportWithoutProgressCostsAnAttempt() {
    var shard =
        ShardSimulation.of(new TestConfig().report().retries(1).toQueue(), reporting(1))
            .put(1, 3)
            .untilQuiet();

    assertThat(shard.trace("invoke")).containsExactly("0 invoke 1 2 3", "0.5 invoke 1 2 3");
    assertThat(shard.trace("gave up"))
        .containsExactly("0.5 gave up 1-3 (3) RetryAttemptsExhausted x2");
  }

  // ---- bisect

  @Test
  void aFailedBatchIsSplitAndItsLowerHalfIsResolvedFirst() {
    var shard =
        ShardSimulation.of(new TestConfig().bisect().retries(2).toQueue(), poison(4))
            .put(1, 9)
            .untilQuiet();

    assertThat(shard.trace("invoke"))
        .containsExactly(
            "0 invoke 1 2 3 4 5 6 7 8 9",
            "0 invoke 1 2 3 4",
            "0 invoke 1 2",
            "0 invoke 3 4",
            "0 invoke 3",
            "0 invoke 4",
            "0.5 invoke 4",
            "1.5 invoke 4",
            "1.5 invoke 5 6 7 8 9");
    assertThat(shard.trace("gave up"))
        .containsExactly("1.5 gave up 4-4 (1) RetryAttemptsExhausted x3");
  }

  @Test
  void theLowerHalfOfAnOddBatchIsTheSmaller() {
    var shard =
        ShardSimulation.of(new TestConfig().bisect(), answering(CRASH)).put(1, 5).untilQuiet();

    assertThat(shard.trace("invoke"))
        .containsExactly("0 invoke 1 2 3 4 5", "0 invoke 1 2", "0 invoke 3 4 5");
  }

  @Test
  void aReportSplitsAtTheReportedRecordNotInTheMiddle() {
    var shard =
        ShardSimulation.of(
                new TestConfig().bisect().report(), answering(new Outcome.PartlyFailed(1, null)))
            .put(1, 9)
            .untilQuiet();

    assertThat(shard.trace("invoke"))
        .containsExactly("0 invoke 1 2 3 4 5 6 7 8 9", "0.5 invoke 2 3 4 5 6 7 8 9");
  }

  @Test
  void notReachingTheFunctionSplitsNothing() {
    var shard =
        ShardSimulation.of(new TestConfig().bisect(), answering(THROTTLED)).put(1, 4).untilQuiet();

    assertThat(shard.trace("invoke")).containsExactly("0 invoke 1 2 3 4", "0.5 invoke 1 2 3 4");
  }

  // ---- age

  /// Observed on AWS: one old record and five fresh ones.
  @Test
  void onlyTheRecordsThatAreTooOldAreGivenUp() {
    var shard =
        ShardSimulation.of(new TestConfig().maximumAge(60).batchSize(10).toQueue(), answering());

    shard.arrive(
        IntStream.rangeClosed(1, 6)
            .mapToObj(n -> record(n, n == 1 ? START.minusSeconds(61) : START))
            .toList());

    assertThat(shard.trace())
        .containsExactly(
            "0 notify 1-1 (1) RecordAgeExceeded x1",
            "0 gave up 1-1 (1) RecordAgeExceeded x1",
            "0 checkpoint 1",
            "0 invoke 2 3 4 5 6",
            "0 resolved 2 3 4 5 6",
            "0 checkpoint 6");
  }

  @Test
  void aRecordOfExactlyTheMaximumAgeIsDelivered() {
    var shard = ShardSimulation.of(new TestConfig().maximumAge(60), answering()).putAt(1, -60);

    assertThat(shard.trace("invoke")).containsExactly("0 invoke 1");
  }

  @Test
  void ageIsCheckedBetweenRetriesAndTheMessageCountsTheInvocations() {
    var shard =
        ShardSimulation.of(new TestConfig().maximumAge(60).toQueue(), poison(1))
            .put(1, 2)
            .untilQuiet();

    assertThat(shard.trace("invoke")).hasSize(7);
    assertThat(shard.trace("gave up")).containsExactly("63.5 gave up 1-2 (2) RecordAgeExceeded x7");
  }

  @Test
  void oldRecordsAmongFreshOnesGetAMessagePerRun() {
    var shard = ShardSimulation.of(new TestConfig().maximumAge(60).toQueue(), answering());
    var old = START.minusSeconds(100);

    shard.arrive(
        List.of(
            record(1, old), record(2, START), record(3, old), record(4, old), record(5, START)));

    assertThat(shard.trace())
        .containsExactly(
            "0 notify 1-1 (1) RecordAgeExceeded x1",
            "0 gave up 1-1 (1) RecordAgeExceeded x1",
            "0 checkpoint 1",
            "0 notify 3-4 (2) RecordAgeExceeded x1",
            "0 gave up 3-4 (2) RecordAgeExceeded x1",
            "0 invoke 2 5",
            "0 resolved 2 5",
            "0 checkpoint 5");
  }

  @Test
  void theCheckpointDoesNotPassARecordBeforeItIsGivenUp() {
    var shard = ShardSimulation.of(new TestConfig().maximumAge(60).batchSize(1), answering());
    var old = START.minusSeconds(100);

    shard.arrive(List.of(record(1, old), record(2, old)));

    assertThat(shard.trace())
        .containsExactly(
            "0 gave up 1-1 (1) RecordAgeExceeded x1",
            "0 checkpoint 1",
            "0 gave up 2-2 (1) RecordAgeExceeded x1",
            "0 checkpoint 2");
  }

  @Test
  void oldRecordsTakeNoPlaceInABatch() {
    var shard = ShardSimulation.of(new TestConfig().maximumAge(60).batchSize(2), answering());

    shard.arrive(List.of(record(1, START.minusSeconds(61)), record(2, START), record(3, START)));

    assertThat(shard.trace("invoke")).containsExactly("0 invoke 2 3");
  }

  // ---- destination

  @Test
  void theShardGoesOnOnlyOnceTheMessageIsSafe() {
    var answers = new ArrayDeque<>(List.of(false, false, true));
    var shard =
        ShardSimulation.of(new TestConfig().retries(0).batchSize(1).toQueue(), poison(1))
            .destination(_ -> answers.removeFirst())
            .put(1, 2)
            .untilQuiet();

    assertThat(shard.trace())
        .containsExactly(
            "0 invoke 1",
            "0 notify 1-1 (1) RetryAttemptsExhausted x1",
            "0.5 notify 1-1 (1) RetryAttemptsExhausted x1",
            "1.5 notify 1-1 (1) RetryAttemptsExhausted x1",
            "1.5 gave up 1-1 (1) RetryAttemptsExhausted x1",
            "1.5 checkpoint 1",
            "1.5 invoke 2",
            "1.5 resolved 2",
            "1.5 checkpoint 2");
  }

  // ---- records that were filtered out

  @Test
  void theCheckpointAdvancesOverAPageOfWhichNothingIsDelivered() {
    var shard = ShardSimulation.of(new TestConfig().batchingWindow(15), answering());

    shard.read(5).read(9).untilQuiet();

    assertThat(shard.trace()).containsExactly("0 checkpoint 5", "0 checkpoint 9");
  }

  @Test
  void theCheckpointAdvancesOverFilteredRecordsBehindABatch() {
    var shard = ShardSimulation.of(new TestConfig(), answering());

    shard.read(9, record(2, START), record(5, START));

    assertThat(shard.trace()).containsExactly("0 invoke 2 5", "0 resolved 2 5", "0 checkpoint 9");
  }

  @Test
  void theCheckpointWaitsForWhatComesBeforeTheFilteredRecords() {
    var shard =
        ShardSimulation.of(new TestConfig().batchSize(1), answering(OK, CRASH))
            .read(4, record(2, START), record(3, START))
            .read(9);
    assertThat(shard.committed()).containsExactly(SequenceNumber.of("2"));

    shard.untilQuiet();

    assertThat(shard.trace("checkpoint")).containsExactly("0 checkpoint 2", "0.5 checkpoint 9");
  }

  @Test
  void theBatchingWindowOpensWithTheFirstRecordThatPasses() {
    var shard =
        ShardSimulation.of(new TestConfig().batchingWindow(15), answering())
            .read(3)
            .until(20)
            .read(5, record(4, START))
            .untilQuiet();

    assertThat(shard.trace("invoke")).containsExactly("35 invoke 4");
  }

  // ---- end of the shard

  @Test
  void aShardEndsWhenEverythingInItIsResolved() {
    var shard =
        ShardSimulation.of(new TestConfig().batchingWindow(15), answering(CRASH))
            .put(1, 2)
            .until(3)
            .endOfShard()
            .untilQuiet();

    assertThat(shard.trace())
        .containsExactly(
            "3 invoke 1 2",
            "3.5 invoke 1 2",
            "3.5 resolved 1 2",
            "3.5 checkpoint 2",
            "3.5 finished");
  }
}
