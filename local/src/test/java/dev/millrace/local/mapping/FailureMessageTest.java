package dev.millrace.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.mapping.FailureReport.Cause;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class FailureMessageTest {

  private static final Instant DECIDED = Instant.parse("2019-11-14T00:38:06.021Z");
  private static final List<StreamRecord> RECORDS =
      List.of(
          ShardSimulation.record(8, Instant.parse("2019-11-14T00:38:04.835Z")),
          ShardSimulation.record(9, Instant.parse("2019-11-14T00:38:05Z")));

  private static String message(TestConfig config, Cause cause, int count) {
    var report = new FailureReport(cause, count, Span.of(RECORDS), RECORDS, DECIDED);
    return new FailureMessage(config.toQueue().build(), "shardId-000000000006", report).json();
  }

  private static JsonNode withoutId(String message) {
    var json = JsonMapper.shared().readTree(message);
    ((ObjectNode) json.get("requestContext")).remove("requestId");
    return json;
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  @Test
  void exhaustedRetriesOfAKinesisBatch() {
    assertThat(
            withoutId(message(new TestConfig(), new Cause.RetryAttemptsExhausted("Unhandled"), 2)))
        .isEqualTo(
            json(
                """
                {
                  "requestContext": {
                    "functionArn": "arn:aws:lambda:eu-west-1:000000000000:function:consumer",
                    "condition": "RetryAttemptsExhausted",
                    "approximateInvokeCount": 2
                  },
                  "responseContext": {
                    "statusCode": 200,
                    "executedVersion": "$LATEST",
                    "functionError": "Unhandled"
                  },
                  "version": "1.0",
                  "timestamp": "2019-11-14T00:38:06.021Z",
                  "KinesisBatchInfo": {
                    "shardId": "shardId-000000000006",
                    "startSequenceNumber": "8",
                    "endSequenceNumber": "9",
                    "approximateArrivalOfFirstRecord": "2019-11-14T00:38:04.835Z",
                    "approximateArrivalOfLastRecord": "2019-11-14T00:38:05.000Z",
                    "batchSize": 2,
                    "streamArn": "arn:aws:kinesis:eu-west-1:000000000000:stream/wildrydes"
                  }
                }
                """));
  }

  @Test
  void aDynamoDbBatchHasItsOwnKeyAndTimesInSeconds() {
    var config = new TestConfig().stream(TestConfig.DYNAMODB_STREAM);

    var json = json(message(config, new Cause.RetryAttemptsExhausted("Unhandled"), 2));

    assertThat(json.has("KinesisBatchInfo")).isFalse();
    assertThat(json.get("timestamp").asString()).isEqualTo("2019-11-14T00:38:06.021Z");
    assertThat(json.get("DDBStreamBatchInfo"))
        .isEqualTo(
            json(
                """
                {
                  "shardId": "shardId-000000000006",
                  "startSequenceNumber": "8",
                  "endSequenceNumber": "9",
                  "approximateArrivalOfFirstRecord": "2019-11-14T00:38:04Z",
                  "approximateArrivalOfLastRecord": "2019-11-14T00:38:05Z",
                  "batchSize": 2,
                  "streamArn": "%s"
                }
                """
                    .formatted(TestConfig.DYNAMODB_STREAM)));
  }

  @Test
  void aBatchThatIsTooOldHasNoResponse() {
    var json = json(message(new TestConfig(), new Cause.RecordAgeExceeded(), 1));

    assertThat(json.has("responseContext")).isFalse();
    assertThat(json.at("/requestContext/condition").asString()).isEqualTo("RecordAgeExceeded");
    assertThat(json.at("/requestContext/requestId").asString()).hasSize(36);
  }

  @Test
  void anInvalidReportLeavesTheFunctionErrorNull() {
    var json = json(message(new TestConfig(), new Cause.RetryAttemptsExhausted(null), 2));

    assertThat(json.at("/responseContext/statusCode").asInt()).isEqualTo(200);
    assertThat(json.get("responseContext").has("functionError")).isTrue();
    assertThat(json.at("/responseContext/functionError").isNull()).isTrue();
  }

  @Test
  void theSameReportIsTheSameMessage() {
    var cause = new Cause.RecordAgeExceeded();

    assertThat(message(new TestConfig(), cause, 1)).isEqualTo(message(new TestConfig(), cause, 1));
  }
}
