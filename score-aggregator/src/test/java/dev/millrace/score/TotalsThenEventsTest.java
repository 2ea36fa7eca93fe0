package dev.millrace.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.Backoff;
import dev.millrace.common.ConfigException;
import dev.millrace.common.Deadline;
import dev.millrace.common.PoisonException;
import dev.millrace.common.Retry;
import dev.millrace.common.RetryableException;
import dev.millrace.common.testkit.FakeContext;
import dev.millrace.score.ScoreChange.Delta;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/// Totals with a ledger, and the score stream.
class TotalsThenEventsTest {

  private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final FakeTables tables = new FakeTables();
  private final FakeStream stream = new FakeStream();
  private final Failing toTables = new Failing();
  private final Failing toStream = new Failing();
  private final FakeContext context = new FakeContext().remaining(Duration.ofMinutes(1));
  private final Retry retry =
      new Retry(
          new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), 4),
          new Random(1),
          context::advance);

  @BeforeEach
  void connect() {
    tables.network = toTables;
    stream.network = toStream;
  }

  private ScoreSink.Applied apply(List<ScoreChange> changes) {
    var ledger = new Delivery.ExactlyOnce("GameScoreLedger", Duration.ofDays(2));
    return apply(
        changes,
        new ExactTotalsSink(tables, "GameScoresByUser", ledger, retry, TIMEOUT, () -> NOW));
  }

  private ScoreSink.Applied applyPlainly(List<ScoreChange> changes) {
    return apply(changes, new PlainTotalsSink(tables, "GameScoresByUser", retry, TIMEOUT));
  }

  private ScoreSink.Applied apply(List<ScoreChange> changes, TotalsSink totals) {
    var events = new KinesisEventSink(stream, "Lab-stream", retry, TIMEOUT);
    return new TotalsThenEvents(totals, Optional.of(events), "GameScoresByUser")
        .apply(changes, Instant.EPOCH, Deadline.of(context, Duration.ofSeconds(1)));
  }

  private static List<ScoreChange> changes(int count, int users) {
    return IntStream.range(0, count)
        .mapToObj(i -> change(i, "user%03d".formatted(i % users)))
        .toList();
  }

  private static ScoreChange change(int number, String... usernames) {
    var deltas = Stream.of(usernames).map(username -> new Delta(username, BigDecimal.ONE));
    return new ScoreChange("e" + number, "" + number, null, deltas.toList());
  }

  private List<Integer> actions() {
    return tables.transactions.stream().map(request -> request.transactItems().size()).toList();
  }

  // ---- transactions

  @Test
  void aTransactionHasAnEntryForEachChangeAndOneUpdateForEachUser() {
    var applied = apply(changes(10, 2));
    assertThat(applied).isEqualTo(new ScoreSink.Applied(10, 0, 24, null));
    assertThat(actions()).containsExactly(12);
    assertThat(tables.totals)
        .isEqualTo(Map.of("user000", new BigDecimal(5), "user001", new BigDecimal(5)));
  }

  @Test
  void anEntryExpiresAsLongAfterItsChangeAsTheLedgerSays() {
    apply(changes(1, 1));
    assertThat(tables.ledger)
        .isEqualTo(Map.of("e0", Instant.parse("2026-01-07T10:00:00Z").getEpochSecond()));
  }

  @Test
  void transactionsHaveAtMostAHundredActionsAndNoUserInCommon() {
    assertThat(apply(changes(240, 40)).changes()).isEqualTo(240);
    assertThat(actions()).hasSize(3).allMatch(size -> size <= 100);
    assertThat(tables.transactions.stream().map(FakeTables::users).mapToInt(users -> users.size()))
        .satisfies(
            sizes -> assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(40));
  }

  @Test
  void changesThatCancelOutAreEnteredNevertheless() {
    var back =
        new ScoreChange("e1", "1", null, List.of(new Delta("user000", BigDecimal.ONE.negate())));
    apply(List.of(change(0, "user000"), back));
    assertThat(tables.ledger).containsOnlyKeys("e0", "e1");
    assertThat(tables.totals).isEmpty();
  }

  @Test
  void noChangeOfATotalIsNoTransaction() {
    var applied = apply(List.of(change(1)));
    assertThat(applied).isEqualTo(new ScoreSink.Applied(1, 0, 0, null));
    assertThat(tables.transactions).isEmpty();
    assertThat(stream.calls).isEmpty();
  }

  @Test
  void aChangeThatIsTwiceInABatchCountsOnce() {
    assertThat(apply(List.of(change(0, "a"), change(1, "a"), change(0, "a"))).changes())
        .isEqualTo(3);
    assertThat(tables.totals).isEqualTo(Map.of("a", new BigDecimal(2)));
    assertThat(stream.taken).hasSize(2);
  }

  // ---- repetitions

  @Test
  void aRepeatedBatchCountsOnceHoweverItIsCut() {
    var all = changes(150, 30);
    apply(all.subList(0, 90));
    apply(all.subList(40, 150));
    all.forEach(change -> apply(List.of(change)));
    apply(all);
    assertThat(tables.totals)
        .hasSize(30)
        .allSatisfy((_, total) -> assertThat(total).isEqualTo("5"));
  }

  @Test
  void onlyTheRestOfAChunkIsWrittenAgain() {
    var all = changes(4, 2);
    apply(all.subList(0, 3));
    assertThat(apply(all)).isEqualTo(new ScoreSink.Applied(4, 0, 4, null));
    assertThat(actions()).containsExactly(5, 6, 2);
  }

  @Test
  void eventsOfARepeatedBatchAreSentAgainUnderTheirIds() {
    apply(changes(3, 2));
    apply(changes(3, 2));
    assertThat(stream.taken).hasSize(6);
    assertThat(stream.taken.subList(3, 6)).isEqualTo(stream.taken.subList(0, 3));
  }

  @Test
  void aLostAnswerDoesNotCountTwice() {
    toTables.after.add(SdkClientException.create("connection reset"));
    assertThat(apply(changes(2, 2)).stop()).isNull();
    assertThat(tables.totals.values()).containsOnly(BigDecimal.ONE);
  }

  // ---- failures that pass

  @Test
  void whatPassesIsTriedAgain() {
    toTables.before.add(FakeTables.cancelled(List.of("None", "TransactionConflict", "None")));
    toTables.before.add(FakeTables.refusal(400, "ThrottlingException"));
    toTables.before.add(SdkClientException.create("connection reset"));
    assertThat(apply(changes(2, 2))).isEqualTo(new ScoreSink.Applied(2, 3, 8, null));
  }

  @Test
  void whatIsInTheLedgerIsDroppedAlsoWhereAnotherWriterIsInTheWay() {
    apply(changes(1, 1));
    toTables.before.add(
        FakeTables.cancelled(List.of("ConditionalCheckFailed", "TransactionConflict", "None")));
    assertThat(apply(changes(2, 1))).isEqualTo(new ScoreSink.Applied(2, 0, 4, null));
    assertThat(tables.totals).isEqualTo(Map.of("user000", new BigDecimal(2)));
  }

  @Test
  void aChunkThatFailsIsReportedAndThoseBehindItWait() {
    for (var i = 0; i < 4; i++) {
      toTables.before.add(FakeTables.refusal(500, "InternalServerError"));
    }
    var applied = apply(changes(250, 250));
    assertThat(applied.changes()).isZero();
    assertThat(applied.retries()).isEqualTo(3);
    assertThat(applied.stop())
        .isInstanceOf(RetryableException.class)
        .hasMessage(
            "TransactWriteItems on GameScoresByUser and GameScoreLedger: 1 left after 3 retries"
                + " (ATTEMPTS_USED_UP)");
    assertThat(tables.totals).isEmpty();
  }

  @Test
  void changesBeforeTheFirstThatFailsTakeEffectWhereverTheyAre() {
    // u's 60 changes, a change of v between them, and 60 more of u: u fills the first chunk alone
    var changes = new ArrayList<ScoreChange>();
    IntStream.range(0, 60).forEach(i -> changes.add(change(i, "u")));
    changes.add(change(60, "v"));
    IntStream.range(61, 121).forEach(i -> changes.add(change(i, "u")));
    tables.rivals =
        codes -> codes.size() < 100 ? List.of("TransactionConflict") : codes; // not the full one
    var applied = apply(changes);
    assertThat(applied.changes()).isEqualTo(60);
    assertThat(tables.totals).containsOnlyKeys("u");
    assertThat(stream.taken).hasSize(99);

    tables.rivals = codes -> codes;
    assertThat(apply(changes.subList(60, 121)).stop()).isNull();
    assertThat(tables.totals).isEqualTo(Map.of("u", new BigDecimal(120), "v", BigDecimal.ONE));
  }

  @Test
  void nothingStartsWhenTheTimeIsOver() {
    context.remaining(Duration.ofMillis(900));
    var applied = apply(changes(1, 1));
    assertThat(applied.stop()).hasMessageContaining("OUT_OF_TIME");
    assertThat(tables.transactions).isEmpty();
  }

  @Test
  void theRestOfAChunkIsNotWrittenWhenTheTimeIsOver() {
    apply(changes(1, 1));
    tables.rivals =
        codes -> {
          context.remaining(Duration.ZERO);
          return codes;
        };
    var applied = apply(changes(2, 2));
    assertThat(applied.changes()).isZero();
    assertThat(applied.stop()).hasMessageContaining("OUT_OF_TIME");
    assertThat(actions()).containsExactly(2, 4);
  }

  // ---- failures that do not pass

  @Test
  void aRefusedChangeIsFoundAndThoseBeforeItTakeEffect() {
    tables.refused.add("user031");
    var applied = apply(changes(60, 45));
    assertThat(applied.changes()).isEqualTo(31);
    assertThat(applied.stop())
        .isInstanceOf(PoisonException.class)
        .hasMessageContaining("was refused with ValidationError");
    assertThat(tables.totals.headMap("user031")).hasSize(31);
    assertThat(tables.totals.get("user031")).isNull();
    assertThat(tables.transactions).hasSizeLessThan(20);
  }

  @Test
  void aChangeOfUserIsRefusedAsAWhole() {
    tables.refused.add("bad");
    var applied = apply(List.of(change(0, "a"), change(1, "a", "bad"), change(2, "c")));
    assertThat(applied.changes()).isOne();
    assertThat(tables.totals.get("a")).isEqualTo(BigDecimal.ONE);
  }

  @Test
  void aMissingTableIsTheOperatorsAffairAndNotTriedAgain() {
    toTables.before.add(FakeTables.refusal(400, "ResourceNotFoundException"));
    var applied = apply(changes(1, 1));
    assertThat(applied.stop())
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(
            "TransactWriteItems on GameScoresByUser and GameScoreLedger must be possible, was"
                + " refused with ResourceNotFoundException");
    assertThat(tables.transactions).hasSize(1);
  }

  // ---- events

  @Test
  void everyChangeIsToldInTheStreamsOrderUnderItsUser() {
    apply(changes(3, 2));
    assertThat(stream.taken)
        .extracting(PutRecordsRequestEntry::partitionKey)
        .containsExactly("user000", "user001", "user000");
    assertThat(stream.taken.getFirst().data().asUtf8String())
        .isEqualTo(
            "{\"id\":\"e0:0\",\"timestamp\":\"1970-01-01T00:00:00Z\","
                + "\"tablename\":\"GameScoresByUser\",\"username\":\"user000\",\"score\":1}");
  }

  @Test
  void eventsArePutByFiveHundred() {
    apply(changes(1_200, 3));
    assertThat(stream.calls).containsExactly(500, 500, 200);
  }

  @Test
  void onlyRefusedEventsArePutAgain() {
    stream.refuses = place -> place < 2 && stream.calls.size() == 1;
    assertThat(apply(changes(5, 5))).isEqualTo(new ScoreSink.Applied(5, 1, 20, null));
    assertThat(stream.calls).containsExactly(5, 2);
    assertThat(stream.taken).hasSize(5);
  }

  @Test
  void theFirstChangeWhoseEventsCannotBeSentIsReported() {
    stream.refuses = place -> stream.calls.getLast() < 3 || place == 1;
    var applied = apply(changes(3, 3));
    assertThat(applied.changes()).isOne();
    assertThat(applied.stop())
        .isInstanceOf(RetryableException.class)
        .hasMessage("PutRecords to Lab-stream: 1 left after 3 retries (ATTEMPTS_USED_UP)");

    stream.refuses = _ -> false;
    assertThat(apply(changes(3, 3)).stop()).isNull();
    assertThat(tables.totals.values()).containsOnly(BigDecimal.ONE);
    assertThat(stream.taken).hasSize(5);
  }

  @Test
  void eventsBehindThoseThatCannotBeSentAreLeft() {
    toStream.before.add(FakeStream.refusal(400, "ValidationException"));
    var applied = apply(changes(600, 3));
    assertThat(applied.changes()).isZero();
    assertThat(applied.stop()).isInstanceOf(PoisonException.class);
    assertThat(stream.taken).isEmpty();
    assertThat(tables.totals).hasSize(3);
  }

  // ---- at least once

  @Test
  void plainTotalsAreOneUpdateForEachUser() {
    var applied = applyPlainly(changes(10, 2));
    assertThat(applied).isEqualTo(new ScoreSink.Applied(10, 0, 2, null));
    assertThat(tables.updates).hasSize(2);
    assertThat(tables.totals)
        .isEqualTo(Map.of("user000", new BigDecimal(5), "user001", new BigDecimal(5)));
    assertThat(stream.taken).hasSize(10);
    assertThat(tables.ledger).isEmpty();
  }

  @Test
  void plainTotalsCountARepeatedBatchAgain() {
    applyPlainly(changes(2, 2));
    applyPlainly(changes(2, 2));
    assertThat(tables.totals.values()).containsOnly(new BigDecimal(2));
  }

  @Test
  void plainTotalsFindARefusedChangeWithoutAddingToOthersAgain() {
    tables.refused.add("bad");
    var applied = applyPlainly(List.of(change(0, "a"), change(1, "a", "bad"), change(2, "bad")));
    assertThat(applied.changes()).isOne();
    assertThat(applied.stop()).isInstanceOf(PoisonException.class);
    assertThat(tables.totals).isEqualTo(Map.of("a", new BigDecimal(2)));
    assertThat(stream.taken).hasSize(1);
  }

  @Test
  void plainTotalsThatComeToNothingAreNotWritten() {
    var back = new ScoreChange("e1", "1", null, List.of(new Delta("a", BigDecimal.ONE.negate())));
    assertThat(applyPlainly(List.of(change(0, "a"), back)).stop()).isNull();
    assertThat(tables.updates).isEmpty();
    assertThat(stream.taken).hasSize(2);
  }

  /// The figures of docs/score-delivery.md.
  @Test
  void aHundredChangesOfFortyUsersAreTwoTransactionsOrFortyUpdates() {
    assertThat(apply(changes(100, 40)).writeUnits()).isEqualTo(280);
    assertThat(applyPlainly(changes(100, 40)).writeUnits()).isEqualTo(40);
    assertThat(tables.transactions).hasSize(2);
    assertThat(tables.updates).hasSize(40);
    assertThat(stream.calls).containsExactly(100, 100);
  }

  @Test
  void transactionsAskForWhatTheyCost() {
    apply(changes(1, 1));
    assertThat(tables.transactions)
        .extracting(TransactWriteItemsRequest::returnConsumedCapacityAsString)
        .containsExactly("TOTAL");
  }
}
