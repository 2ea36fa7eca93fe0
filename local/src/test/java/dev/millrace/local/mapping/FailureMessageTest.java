package dev.millrace.local.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.mapping.FailureReport.Cause;
import dev.millrace.local.rules.Proves;
import dev.millrace.local.rules.Rule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.kinesis.model.Record;
import tools.jackson.databind.DeserializationFeature;
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
    return of(config, new FailureReport(cause, count, Span.of(RECORDS), RECORDS, DECIDED, null))
        .text();
  }

  private static FailureMessage of(TestConfig config, FailureReport report) {
    return new FailureMessage(config.toQueue().build(), "shardId-000000000006", report);
  }

  private static FailureReport exhausted(
      List<StreamRecord> records, Effect.@Nullable WindowCall window) {
    return new FailureReport(
        new Cause.RetryAttemptsExhausted("Unhandled"),
        2,
        Span.of(RECORDS),
        records,
        DECIDED,
        window);
  }

  private static Effect.WindowCall window(boolean isFinal) {
    var start = Instant.parse("2019-11-14T00:38:00Z");
    return new Effect.WindowCall(
        new Window(start, start.plusSeconds(60)), "{\"sum\":282.0}", isFinal, !isFinal);
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
  @Proves({
    Rule.DOCUMENT_REQUEST,
    Rule.DOCUMENT_RESPONSE,
    Rule.DOCUMENT_VERSION_AND_TIME,
    Rule.DOCUMENT_KINESIS,
    Rule.CONDITIONS,
    Rule.DOCUMENT_WITHOUT_RECORDS
  })
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
  @Proves({Rule.DOCUMENT_VERSION_AND_TIME, Rule.DOCUMENT_DYNAMODB})
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
  @Proves({Rule.DOCUMENT_REQUEST, Rule.CONDITIONS, Rule.NO_RESPONSE_FOR_THE_OLD})
  void aBatchThatIsTooOldHasNoResponse() {
    var json = json(message(new TestConfig(), new Cause.RecordAgeExceeded(), 1));

    assertThat(json.has("responseContext")).isFalse();
    assertThat(json.at("/requestContext/condition").asString()).isEqualTo("RecordAgeExceeded");
    assertThat(json.at("/requestContext/requestId").asString()).hasSize(36);
  }

  @Test
  @Proves(Rule.NO_ERROR_IN_A_REPORT)
  void anInvalidReportLeavesTheFunctionErrorNull() {
    var json = json(message(new TestConfig(), new Cause.RetryAttemptsExhausted(null), 2));

    assertThat(json.at("/responseContext/statusCode").asInt()).isEqualTo(200);
    assertThat(json.get("responseContext").has("functionError")).isTrue();
    assertThat(json.at("/responseContext/functionError").isNull()).isTrue();
  }

  @Test
  @Proves(Rule.A_MESSAGE_SENT_TWICE)
  void theSameReportIsTheSameMessage() {
    var cause = new Cause.RecordAgeExceeded();

    assertThat(message(new TestConfig(), cause, 1)).isEqualTo(message(new TestConfig(), cause, 1));
  }

  // ---- what a store gets

  private static StreamRecord kinesisRecord() {
    var arrival = Instant.parse("2019-11-14T00:38:04.835Z");
    var json =
        new EventJson(new TestConfig().build(), "shardId-000000000006")
            .kinesis(
                Record.builder()
                    .partitionKey("Shadowfax")
                    .sequenceNumber("49590338271490256608559692538361571095921575989136588898")
                    .data(SdkBytes.fromUtf8String("poison"))
                    .approximateArrivalTimestamp(arrival)
                    .build());
    return new StreamRecord(
        SequenceNumber.of("49590338271490256608559692538361571095921575989136588898"),
        arrival,
        json,
        0);
  }

  @Test
  @Proves({Rule.PAYLOAD, Rule.PAYLOAD_FORM})
  void aKinesisBatchIsStoredWithItsEvent() {
    var records = List.of(kinesisRecord());
    var report =
        new FailureReport(
            new Cause.RetryAttemptsExhausted("Unhandled"),
            2,
            Span.of(records),
            records,
            DECIDED,
            null);

    assertThat(new String(of(new TestConfig(), report).withPayload(), UTF_8))
        .isEqualTo(
            compact(
                """
                {
                  "requestContext": {
                    "requestId": "%s",
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
                    "startSequenceNumber": "49590338271490256608559692538361571095921575989136588898",
                    "endSequenceNumber": "49590338271490256608559692538361571095921575989136588898",
                    "approximateArrivalOfFirstRecord": "2019-11-14T00:38:04.835Z",
                    "approximateArrivalOfLastRecord": "2019-11-14T00:38:04.835Z",
                    "batchSize": 1,
                    "streamArn": "arn:aws:kinesis:eu-west-1:000000000000:stream/wildrydes"
                  },
                  "payload": {
                    "Records": [
                      {
                        "kinesis": {
                          "kinesisSchemaVersion": "1.0",
                          "partitionKey": "Shadowfax",
                          "sequenceNumber": "49590338271490256608559692538361571095921575989136588898",
                          "data": "cG9pc29u",
                          "approximateArrivalTimestamp": 1573691884.835
                        },
                        "eventSource": "aws:kinesis",
                        "eventVersion": "1.0",
                        "eventID": "shardId-000000000006:49590338271490256608559692538361571095921575989136588898",
                        "eventName": "aws:kinesis:record",
                        "invokeIdentityArn": "arn:aws:iam::000000000000:role/role-of-consumer",
                        "awsRegion": "eu-west-1",
                        "eventSourceARN": "arn:aws:kinesis:eu-west-1:000000000000:stream/wildrydes"
                      }
                    ]
                  }
                }
                """
                    .formatted(requestId(report))));
  }

  @Test
  @Proves({Rule.DYNAMODB_NO_IDENTITY, Rule.PAYLOAD_OF_THE_OLD})
  void aDynamoDbBatchThatWasTooOldIsStoredWithTheEventItWouldHaveBeen() {
    var config = new TestConfig().stream(TestConfig.DYNAMODB_STREAM);
    var records = List.of(dynamoDbRecord(config));
    var report =
        new FailureReport(
            new Cause.RecordAgeExceeded(), 1, Span.of(records), records, DECIDED, null);

    assertThat(new String(of(config, report).withPayload(), UTF_8))
        .isEqualTo(
            compact(
                """
                {
                  "requestContext": {
                    "requestId": "%s",
                    "functionArn": "arn:aws:lambda:eu-west-1:000000000000:function:consumer",
                    "condition": "RecordAgeExceeded",
                    "approximateInvokeCount": 1
                  },
                  "version": "1.0",
                  "timestamp": "2019-11-14T00:38:06.021Z",
                  "DDBStreamBatchInfo": {
                    "shardId": "shardId-000000000006",
                    "startSequenceNumber": "111000000000000000001",
                    "endSequenceNumber": "111000000000000000001",
                    "approximateArrivalOfFirstRecord": "2019-11-14T00:38:04Z",
                    "approximateArrivalOfLastRecord": "2019-11-14T00:38:04Z",
                    "batchSize": 1,
                    "streamArn": "arn:aws:dynamodb:eu-west-1:000000000000:table/Scores/stream/2026-01-01T00:00:00.000"
                  },
                  "payload": {
                    "Records": [
                      {
                        "eventID": "c4ca4238a0b923820dcc509a6f75849b",
                        "eventName": "REMOVE",
                        "eventVersion": "1.1",
                        "eventSource": "aws:dynamodb",
                        "awsRegion": "eu-west-1",
                        "dynamodb": {
                          "ApproximateCreationDateTime": 1573691884,
                          "Keys": {"id": {"S": "k"}},
                          "SequenceNumber": "111000000000000000001",
                          "SizeBytes": 3,
                          "StreamViewType": "KEYS_ONLY"
                        },
                        "eventSourceARN": "arn:aws:dynamodb:eu-west-1:000000000000:table/Scores/stream/2026-01-01T00:00:00.000"
                      }
                    ]
                  }
                }
                """
                    .formatted(requestId(config, report))));
  }

  private static StreamRecord dynamoDbRecord(TestConfig config) {
    var created = Instant.parse("2019-11-14T00:38:04Z");
    var json =
        new EventJson(config.build(), "shardId-000000000006")
            .dynamoDb(
                software.amazon.awssdk.services.dynamodb.model.Record.builder()
                    .eventID("c4ca4238a0b923820dcc509a6f75849b")
                    .eventName(OperationType.REMOVE)
                    .dynamodb(change ->
                        change
                            .approximateCreationDateTime(created)
                            .keys(Map.of("id", AttributeValue.fromS("k")))
                            .sequenceNumber("111000000000000000001")
                            .sizeBytes(3L)
                            .streamViewType(StreamViewType.KEYS_ONLY))
                    .build());
    return new StreamRecord(SequenceNumber.of("111000000000000000001"), created, json, 0);
  }

  @Test
  @Proves(Rule.PAYLOAD)
  void aWindowsFinalCallIsStoredAsItWas() {
    var config = new TestConfig().window(60);
    var message =
        json(new String(of(config, exhausted(List.of(), window(true))).withPayload(), UTF_8));

    assertThat(message.at("/KinesisBatchInfo/batchSize").asInt()).isEqualTo(2);
    assertThat(message.get("payload"))
        .isEqualTo(
            json(
                """
                {
                  "Records": [],
                  "window": {"start": "2019-11-14T00:38:00Z", "end": "2019-11-14T00:39:00Z"},
                  "state": {"sum": 282.0},
                  "shardId": "shardId-000000000006",
                  "eventSourceARN": "arn:aws:kinesis:eu-west-1:000000000000:stream/wildrydes",
                  "isFinalInvokeForWindow": true,
                  "isWindowTerminatedEarly": false
                }
                """));
  }

  @Test
  @Proves(Rule.OBJECT_KEY)
  void theKeyHasMappingShardAndTheTimestampInUtc() {
    var report = exhausted(RECORDS, null);

    assertThat(of(new TestConfig(), report).key())
        .isEqualTo(
            "aws/lambda/11111111-2222-3333-4444-555555555555/shardId-000000000006/2019/11/14/2019-11-14T00.38.06-"
                + requestId(report));
    assertThat(UUID.fromString(requestId(report))).isNotNull();
  }

  @Test
  @Proves(Rule.A_MESSAGE_SENT_TWICE)
  void theSameReportHasTheSameKeyAndAnotherOneAnother() {
    var first = of(new TestConfig(), exhausted(RECORDS, null)).key();

    assertThat(of(new TestConfig(), exhausted(RECORDS, null)).key()).isEqualTo(first);
    assertThat(of(new TestConfig().uuid("u2"), exhausted(RECORDS, null)).key())
        .isNotEqualTo(first.replace("11111111-2222-3333-4444-555555555555", "u2"));
  }

  @Test
  @Proves(Rule.A_MESSAGE_SENT_TWICE)
  void aBatchAndTheCallsThatHandItsWindowOverHaveTheirOwnKeys() {
    var config = new TestConfig().window(60);

    assertThat(
            List.of(
                of(config, exhausted(RECORDS, window(false))).key(),
                of(config, exhausted(List.of(), window(false))).key(),
                of(config, exhausted(List.of(), window(true))).key()))
        .doesNotHaveDuplicates();
  }

  private static String requestId(FailureReport report) {
    return requestId(new TestConfig(), report);
  }

  private static String requestId(TestConfig config, FailureReport report) {
    return json(of(config, report).text()).at("/requestContext/requestId").asString();
  }

  /// The text without the space between its tokens; members keep their order.
  private static String compact(String text) {
    return JsonMapper.builder()
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .build()
        .readTree(text)
        .toString();
  }
}
