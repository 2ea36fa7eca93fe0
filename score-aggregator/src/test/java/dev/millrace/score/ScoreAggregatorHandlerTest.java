package dev.millrace.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.millrace.common.Backoff;
import dev.millrace.common.Deadline;
import dev.millrace.common.FailureMode;
import dev.millrace.common.PipelineException;
import dev.millrace.common.PoisonException;
import dev.millrace.common.RetryableException;
import dev.millrace.common.testkit.EventFiles;
import dev.millrace.common.testkit.FakeContext;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreAggregatorHandlerTest {

  /// Writes down what it is given, and applies as much as the test says.
  private static final class RecordingSink implements ScoreSink {

    private final List<ScoreBatch> batches = new ArrayList<>();
    private int limit = Integer.MAX_VALUE;
    private @Nullable PipelineException failure;

    @Override
    public Applied apply(ScoreBatch batch, Instant processed, Deadline deadline) {
      batches.add(batch);
      return batch.changes().size() <= limit
          ? new Applied(batch.changes().size(), 0, null)
          : new Applied(limit, 3, failure);
    }

    SortedMap<String, BigDecimal> totals() {
      return Totals.of(batches.stream().flatMap(batch -> batch.changes().stream()).toList());
    }
  }

  private static final String NO_USER =
      """
      {"eventID":"x","eventName":"INSERT","dynamodb":{"SequenceNumber":"%s",
       "NewImage":{"Score":{"N":"1"}}}}\
      """;

  private static final String GOOD =
      """
      {"eventID":"e%1$s","eventName":"INSERT","dynamodb":{"SequenceNumber":"%1$s",
       "NewImage":{"Username":{"S":"Jane"},"Score":{"N":"1"}}}}\
      """;

  private final RecordingSink sink = new RecordingSink();
  private final FakeContext context = new FakeContext();

  private ScoreAggregatorHandler handler(FailureMode failures) {
    var config =
        new ScoreAggregatorConfig(
            "GameScoresByUser",
            Optional.empty(),
            failures,
            new Backoff(Duration.ZERO, Duration.ZERO, 1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1));
    return new ScoreAggregatorHandler(config, sink, () -> Instant.parse("2026-01-05T10:00:10Z"));
  }

  private StreamsEventResponse handle(DynamodbEvent event) {
    return handler(FailureMode.REPORT).handleRequest(event, context);
  }

  private static DynamodbEvent event(String... records) {
    return EventFiles.parse(
        "{\"Records\":[%s]}".formatted(String.join(",", records)), DynamodbEvent.class);
  }

  private static List<String> reported(StreamsEventResponse response) {
    return response.getBatchItemFailures().stream()
        .map(StreamsEventResponse.BatchItemFailure::getItemIdentifier)
        .toList();
  }

  @Test
  void everyKindOfChangeCountsAsItShould() {
    var response = handle(EventFiles.dynamodb("score-aggregator"));
    assertThat(reported(response)).isEmpty();
    // Jane: +100, +40.5, -30, and 70 that expired and stay; John: +35, -5
    assertThat(sink.totals())
        .isEqualTo(Map.of("Jane Doe", new BigDecimal("110.5"), "John Smith", new BigDecimal("30")));
    assertThat(context.lines().getFirst())
        .contains("\"records\":5,\"written\":4,\"failed\":0,\"poison\":0,\"skipped\":1");
  }

  @Test
  void theBatchSaysWhereItComesFrom() {
    handle(EventFiles.dynamodb("score-aggregator"));
    var batch = sink.batches.getFirst();
    assertThat(batch.streamArn()).contains("table/GameScoreRecords/stream/");
    assertThat(batch.changes())
        .extracting(ScoreChange::sequenceNumber)
        .startsWith("100000000000000000001");
    assertThat(batch.changes()).extracting(ScoreChange::eventId).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"workshop-score-insert-n", "workshop-score-insert-s"})
  void theWorkshopsOwnEventAddsAHundred(String file) {
    assertThat(reported(handle(EventFiles.dynamodb(file)))).isEmpty();
    assertThat(sink.totals()).isEqualTo(Map.of("Jane Doe", new BigDecimal("100")));
  }

  @Test
  void workStopsAtTheFirstPoisonAndReportsIt() {
    var response =
        handle(
            event(
                GOOD.formatted(8),
                NO_USER.formatted(9),
                NO_USER.formatted(10),
                GOOD.formatted(11)));
    assertThat(reported(response)).containsExactly("9");
    assertThat(sink.totals()).isEqualTo(Map.of("Jane", BigDecimal.ONE));
    assertThat(context.lines().getFirst())
        .contains("\"records\":4,\"written\":1,\"failed\":3,\"poison\":1")
        .contains("\"reasons\":{\"new image: Username must be a text of type S\":1}");
  }

  @Test
  void aFailedSinkIsReportedAtTheFirstChangeThatDidNotTakeEffect() {
    sink.limit = 1;
    sink.failure = new RetryableException("table is throttled");
    var response = handle(event(GOOD.formatted(8), GOOD.formatted(9), NO_USER.formatted(10)));
    assertThat(reported(response)).containsExactly("9");
    assertThat(context.lines().getFirst())
        .contains("\"written\":1,\"failed\":2")
        .contains("\"retries\":3")
        .contains("table is throttled");
  }

  @Test
  void withoutReportsThePoisonFailsTheInvocation() {
    assertThatThrownBy(
            () -> handler(FailureMode.THROW).handleRequest(event(NO_USER.formatted(9)), context))
        .isInstanceOf(PoisonException.class)
        .hasMessage("record 9: new image: Username must be a text of type S");
    assertThat(context.lines()).hasSize(1);
  }

  @Test
  void withoutReportsAFailedSinkFailsTheInvocation() {
    var failure = new RetryableException("table is throttled");
    sink.limit = 0;
    sink.failure = failure;
    assertThatThrownBy(
            () -> handler(FailureMode.THROW).handleRequest(event(GOOD.formatted(9)), context))
        .isSameAs(failure);
  }

  @Test
  void anEmptyEventIsComplete() {
    assertThat(reported(handle(new DynamodbEvent()))).isEmpty();
  }
}
