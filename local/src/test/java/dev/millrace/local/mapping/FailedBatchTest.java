package dev.millrace.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.local.mapping.FailureReport.Cause;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class FailedBatchTest {

  private static final Instant ARRIVAL = Instant.parse("2019-11-14T00:38:04.835Z");
  private static final List<StreamRecord> RECORDS =
      List.of(ShardSimulation.record(8, ARRIVAL), ShardSimulation.record(10, ARRIVAL));

  private static FailureMessage message() {
    var report =
        new FailureReport(
            new Cause.RetryAttemptsExhausted("Unhandled"),
            3,
            Span.of(RECORDS),
            RECORDS,
            ARRIVAL,
            null);
    return new FailureMessage(new TestConfig().toQueue().build(), "shardId-000000000006", report);
  }

  @Test
  void whatAQueueIsToldNamesTheRecords() {
    var batch = FailedBatch.parse(message().text());

    assertThat(batch.condition()).isEqualTo("RetryAttemptsExhausted");
    assertThat(batch.shardId()).isEqualTo("shardId-000000000006");
    assertThat(batch.first()).isEqualTo(RECORDS.getFirst().sequenceNumber().text());
    assertThat(batch.last()).isEqualTo(RECORDS.getLast().sequenceNumber().text());
    assertThat(batch.size()).isEqualTo(2);
    assertThat(batch.isTable()).isFalse();
    assertThat(batch.functionArn()).endsWith(":function:" + batch.functionName());
    assertThat(batch.event()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"Records\":[]}", "\"{\\\"Records\\\":[]}\""})
  void whatABucketIsToldHoldsTheEventAsAnObjectOrAString(String payload) {
    var told = message().text();
    var document = told.substring(0, told.length() - 1) + ",\"payload\":" + payload + "}";

    assertThat(FailedBatch.parse(document).event()).hasValue("{\"Records\":[]}");
  }

  @Test
  void theEnvelopeOfATopicIsTakenOff() {
    var envelope =
        JsonMapper.shared()
            .writeValueAsString(Map.of("Type", "Notification", "Message", message().text()));

    assertThat(FailedBatch.parse(envelope)).isEqualTo(FailedBatch.parse(message().text()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          hello | no failure message: not JSON
          {}    | no failure message of a stream: it has neither KinesisBatchInfo nor DDBStreamBatchInfo
          {"KinesisBatchInfo":{}} | a failure message must have a member functionArn
          {"requestContext":{"functionArn":"f","condition":"c"},"KinesisBatchInfo":{"streamArn":"x"}} | eventSourceArn must be the ARN of a Kinesis stream, of its consumer, or of a DynamoDB stream, was x
          """)
  void anythingElseIsRefused(String document, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FailedBatch.parse(document))
        .withMessage(reason);
  }

  @Test
  void theRecordsOfAnEventAreAsTheyWere() {
    var event =
        """
        {"Records":[{"kinesis":{"partitionKey":"k","sequenceNumber":"8","data":"aGk="}},\
        {"dynamodb":{"SequenceNumber":"9"}}]}\
        """;

    var records = FailedRecords.of(event);

    assertThat(records.getFirst().sequenceNumber()).isEqualTo("8");
    assertThat(records.getFirst().partitionKey()).hasValue("k");
    assertThat(records.getFirst().data()).asString().isEqualTo("hi");
    assertThat(records.getLast().partitionKey()).isEmpty();
    assertThat(FailedRecords.event(records)).asString().isEqualTo(event);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{no event | must be an event, it is not JSON",
        "{\"Records\":[{\"kinesis\":{\"data\":\"?\"}}]} | must have records whose data is base64",
      })
  void aPayloadThatIsNoEventIsRefused(String event, String rule) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FailedRecords.of(event))
        .withMessageStartingWith("the payload of a failure message " + rule);
  }
}
