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
import dev.millrace.common.testkit.EventMutations;
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

    private final List<ScoreChange> changes = new ArrayList<>();
    private int limit = Integer.MAX_VALUE;
    private @Nullable PipelineException failure;

    @Override
    public Applied apply(List<ScoreChange> batch, Instant processed, Deadline deadline) {
      changes.addAll(batch);
      return batch.size() <= limit
          ? new Applied(batch.size(), 0, 2.0 * batch.size(), null)
          : new Applied(limit, 3, 0, failure);
    }

    SortedMap<String, BigDecimal> totals() {
      return Totals.of(changes);
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
            new Delivery.AtLeastOnce(),
            Optional.empty(),
            failures,
            new Backoff(Duration.ZERO, Duration.ZERO, 1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1));
    return new ScoreAggregatorHandler(
        config, () -> sink, () -> Instant.parse("2026-01-05T10:00:10Z"));
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
        .contains("\"records\":5,\"written\":4,\"failed\":0,\"poison\":0,\"skipped\":1")
        .contains("\"writeUnits\":10");
  }

  @Test
  void everyChangeHasAnIdOfItsOwn() {
    handle(EventFiles.dynamodb("score-aggregator"));
    assertThat(sink.changes)
        .extracting(ScoreChange::sequenceNumber)
        .startsWith("100000000000000000001");
    assertThat(sink.changes).extracting(ScoreChange::eventId).doesNotHaveDuplicates();
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
  void aChangeThatTheTableRefusesIsPoison() {
    sink.limit = 0;
    sink.failure = new PoisonException("no");
    assertThat(reported(handle(event(GOOD.formatted(8))))).containsExactly("8");
    assertThat(context.lines().getFirst())
        .contains("\"poison\":1")
        .contains("\"reasons\":{\"refused by the service\":1}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NEW_IMAGE", "KEYS_ONLY"})
  void aStreamWithoutOldImagesIsPoisonThatSaysWhichViewItNeeds(String view) {
    var image =
        view.equals("KEYS_ONLY") ? "{}" : "{\"Username\":{\"S\":\"A\"},\"Score\":{\"N\":\"1\"}}";
    for (var kind : List.of("MODIFY", "REMOVE")) {
      var record =
          """
          {"eventID":"e","eventName":"%s","dynamodb":{"SequenceNumber":"9","Keys":{"RecordID":{"N":"1"}},
           "StreamViewType":"%s"%s}}\
          """
              .formatted(kind, view, kind.equals("REMOVE") ? "" : ",\"NewImage\":" + image);
      assertThat(reported(handle(event(record)))).containsExactly("9");
      assertThat(context.lines().getLast())
          .contains("no old image: the stream's view type must be NEW_AND_OLD_IMAGES");
    }
    assertThat(sink.changes).isEmpty();
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

  @Test
  void whateverTheEventIsItIsAnsweredOrRefused() {
    EventMutations.run(
        "score-aggregator",
        DynamodbEvent.class,
        event -> handler(FailureMode.REPORT).handleRequest(event, context));
  }
}
