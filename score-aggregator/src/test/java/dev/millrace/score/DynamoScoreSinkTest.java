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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

class DynamoScoreSinkTest {

  /// A table that recognises tokens, and fails as the test says.
  private static final class FakeDynamo implements DynamoDbClient {

    private final TreeMap<String, BigDecimal> totals = new TreeMap<>();
    private final List<TransactWriteItemsRequest> requests = new ArrayList<>();
    private final Set<String> tokens = new HashSet<>();
    private final Deque<RuntimeException> before = new ArrayDeque<>();
    private final Deque<RuntimeException> after = new ArrayDeque<>();
    private @Nullable String refusedUser;

    @Override
    public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
      requests.add(request);
      fail(before);
      if (tokens.add(request.clientRequestToken())) {
        add(request);
      }
      fail(after);
      return TransactWriteItemsResponse.builder().build();
    }

    private void add(TransactWriteItemsRequest request) {
      for (var item : request.transactItems()) {
        if (user(item.update()).equals(refusedUser)) {
          tokens.remove(request.clientRequestToken());
          throw cancelled("None", "ValidationError");
        }
      }
      for (var item : request.transactItems()) {
        var update = item.update();
        assertThat(update.tableName()).isEqualTo("GameScoresByUser");
        assertThat(update.updateExpression()).isEqualTo("ADD Score :points");
        totals.merge(user(update), points(update), BigDecimal::add);
      }
    }

    private static String user(Update update) {
      return Objects.requireNonNull(update.key().get("Username")).s();
    }

    private static BigDecimal points(Update update) {
      return new BigDecimal(
          Objects.requireNonNull(update.expressionAttributeValues().get(":points")).n());
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  /// A stream that refuses the first so many records of each of the next calls.
  private static final class FakeKinesis implements KinesisClient {

    private final List<PutRecordsRequestEntry> taken = new ArrayList<>();
    private final List<Integer> calls = new ArrayList<>();
    private final Deque<Integer> refusals = new ArrayDeque<>();
    private final Deque<RuntimeException> failures = new ArrayDeque<>();

    @Override
    public PutRecordsResponse putRecords(PutRecordsRequest request) {
      assertThat(request.streamName()).isEqualTo("Lab-stream");
      calls.add(request.records().size());
      fail(failures);
      var refuse = refusals.isEmpty() ? 0 : refusals.pop();
      var answers = new ArrayList<PutRecordsResultEntry>();
      for (var entry : request.records()) {
        if (answers.size() < refuse) {
          answers.add(
              PutRecordsResultEntry.builder()
                  .errorCode("ProvisionedThroughputExceededException")
                  .errorMessage("slow down")
                  .build());
        } else {
          taken.add(entry);
          answers.add(PutRecordsResultEntry.builder().sequenceNumber("1").build());
        }
      }
      return PutRecordsResponse.builder().records(answers).build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  private final FakeDynamo dynamo = new FakeDynamo();
  private final FakeKinesis kinesis = new FakeKinesis();
  private final FakeContext context = new FakeContext().remaining(Duration.ofMinutes(1));
  private final Retry retry =
      new Retry(
          new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), 4),
          new Random(1),
          context::advance);

  private ScoreSink.Applied apply(List<ScoreChange> changes) {
    var timeout = Duration.ofSeconds(5);
    var events = new KinesisEventSink(kinesis, "Lab-stream", retry, timeout);
    var sink = new DynamoScoreSink(dynamo, Optional.of(events), "GameScoresByUser", retry, timeout);
    return sink.apply(
        new ScoreBatch("arn", changes), Instant.EPOCH, Deadline.of(context, Duration.ofSeconds(1)));
  }

  private static List<ScoreChange> changes(int count, int users) {
    var changes = new ArrayList<ScoreChange>();
    for (var i = 0; i < count; i++) {
      changes.add(change(i, "user%03d".formatted(i % users)));
    }
    return changes;
  }

  private static ScoreChange change(int number, String username) {
    return new ScoreChange(
        "e" + number, "" + number, null, List.of(new Delta(username, BigDecimal.ONE)));
  }

  private static TransactionCanceledException cancelled(String... codes) {
    var reasons =
        List.of(codes).stream().map(code -> CancellationReason.builder().code(code).build());
    return TransactionCanceledException.builder()
        .message("cancelled")
        .cancellationReasons(reasons.toList())
        .build();
  }

  private static DynamoDbException refused(int status, String code) {
    return (DynamoDbException)
        DynamoDbException.builder()
            .message("no")
            .statusCode(status)
            .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
            .build();
  }

  @Test
  void changesToOneUserAreOneUpdate() {
    var applied = apply(changes(10, 2));
    assertThat(applied).isEqualTo(new ScoreSink.Applied(10, 0, null));
    assertThat(dynamo.requests).hasSize(1);
    assertThat(dynamo.requests.getFirst().transactItems()).hasSize(2);
    assertThat(dynamo.totals)
        .isEqualTo(Map.of("user000", new BigDecimal(5), "user001", new BigDecimal(5)));
  }

  @Test
  void aTransactionHoldsAtMostAHundredUsers() {
    assertThat(apply(changes(250, 250)).changes()).isEqualTo(250);
    assertThat(dynamo.requests)
        .extracting(request -> request.transactItems().size())
        .containsExactly(100, 100, 50);
    assertThat(dynamo.totals).hasSize(250);
  }

  @Test
  void everyChangeIsToldUnderItsUser() {
    apply(changes(3, 2));
    assertThat(kinesis.taken)
        .extracting(PutRecordsRequestEntry::partitionKey)
        .containsExactly("user000", "user001", "user000");
    assertThat(kinesis.taken.getFirst().data().asUtf8String())
        .isEqualTo(
            "{\"id\":\"e0:0\",\"timestamp\":\"1970-01-01T00:00:00Z\","
                + "\"tablename\":\"GameScoresByUser\",\"username\":\"user000\",\"score\":1}");
  }

  @Test
  void eventsArePutByFiveHundred() {
    apply(changes(1_200, 3));
    assertThat(kinesis.calls).containsExactly(500, 500, 200);
  }

  @Test
  void onlyRefusedEventsArePutAgain() {
    kinesis.refusals.addAll(List.of(2, 1));
    assertThat(apply(changes(5, 5))).isEqualTo(new ScoreSink.Applied(5, 2, null));
    assertThat(kinesis.calls).containsExactly(5, 2, 1);
    assertThat(kinesis.taken).hasSize(5);
  }

  @Test
  void whatPassesIsTriedAgainUnderTheSameToken() {
    dynamo.before.add(cancelled("None", "TransactionConflict"));
    dynamo.before.add(refused(400, "ThrottlingException"));
    dynamo.before.add(SdkClientException.create("connection reset"));
    assertThat(apply(changes(2, 2))).isEqualTo(new ScoreSink.Applied(2, 3, null));
    assertThat(dynamo.requests)
        .hasSize(4)
        .extracting(TransactWriteItemsRequest::clientRequestToken)
        .containsOnly(dynamo.requests.getFirst().clientRequestToken());
  }

  @Test
  void aLostAnswerDoesNotCountTwice() {
    dynamo.after.add(SdkClientException.create("connection reset"));
    assertThat(apply(changes(2, 2)).stop()).isNull();
    assertThat(dynamo.totals.values()).containsOnly(BigDecimal.ONE);
  }

  @Test
  void aRepeatedDeliveryDoesNotCountTwice() {
    apply(changes(150, 150));
    apply(changes(150, 150));
    assertThat(dynamo.totals.values()).containsOnly(BigDecimal.ONE);
  }

  @Test
  void eventsThatCannotBeSentLeaveTheirRunUndoneButUncountedTwice() {
    kinesis.refusals.addAll(List.of(9, 9, 9, 9));
    var applied = apply(changes(3, 3));
    assertThat(applied.changes()).isZero();
    assertThat(applied.stop())
        .isInstanceOf(RetryableException.class)
        .hasMessage("PutRecords to Lab-stream: 3 left after 3 retries (ATTEMPTS_USED_UP)");
    assertThat(kinesis.taken).isEmpty();

    assertThat(apply(changes(3, 3)).stop()).isNull();
    assertThat(dynamo.totals.values()).containsOnly(BigDecimal.ONE);
    assertThat(kinesis.taken).hasSize(3);
  }

  @Test
  void eventsThatKinesisRefusesForGoodNeverAddTheirTotalsAgain() {
    kinesis.failures.add(
        KinesisException.builder()
            .message("no")
            .statusCode(400)
            .awsErrorDetails(AwsErrorDetails.builder().errorCode("ValidationException").build())
            .build());
    var applied = apply(changes(3, 3));
    assertThat(applied.changes()).isZero();
    assertThat(applied.stop()).isInstanceOf(PoisonException.class);
    assertThat(dynamo.totals.values()).containsOnly(BigDecimal.ONE);
  }

  @Test
  void laterRunsWaitForEarlierOnes() {
    for (var i = 0; i < 4; i++) {
      dynamo.before.add(refused(500, "InternalServerError"));
    }
    var applied = apply(changes(250, 250));
    assertThat(applied.changes()).isZero();
    assertThat(applied.retries()).isEqualTo(3);
    assertThat(dynamo.totals).isEmpty();
  }

  @Test
  void nothingStartsWhenTheTimeIsOver() {
    context.remaining(Duration.ofMillis(900));
    var applied = apply(changes(1, 1));
    assertThat(applied.stop()).hasMessageContaining("OUT_OF_TIME");
    assertThat(dynamo.requests).isEmpty();
  }

  @Test
  void aRefusedChangeIsFoundAndThoseBeforeItTakeEffect() {
    dynamo.refusedUser = "user002";
    var applied = apply(changes(5, 5));
    assertThat(applied.changes()).isEqualTo(2);
    assertThat(applied.stop()).isInstanceOf(PoisonException.class);
    assertThat(dynamo.totals).containsOnlyKeys("user000", "user001");
    assertThat(kinesis.taken).hasSize(2);
  }

  @Test
  void aMissingTableIsTheOperatorsAffairAndNotTriedAgain() {
    dynamo.before.add(refused(400, "ResourceNotFoundException"));
    var applied = apply(changes(1, 1));
    assertThat(applied.stop())
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(
            "TransactWriteItems on GameScoresByUser must be possible, was refused with"
                + " ResourceNotFoundException");
    assertThat(dynamo.requests).hasSize(1);
  }

  @Test
  void noChangeOfATotalIsNoTransaction() {
    var applied = apply(List.of(new ScoreChange("e", "1", null, List.of())));
    assertThat(applied).isEqualTo(new ScoreSink.Applied(1, 0, null));
    assertThat(dynamo.requests).isEmpty();
    assertThat(kinesis.calls).isEmpty();
  }

  private static void fail(Deque<RuntimeException> failures) {
    if (!failures.isEmpty()) {
      throw failures.pop();
    }
  }
}
