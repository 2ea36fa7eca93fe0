package dev.millrace.local.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.rules.Proves;
import dev.millrace.local.rules.Rule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Identity;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EventJsonTest {

  private static final Instant TIME = Instant.parse("2018-12-17T22:10:50.987Z");

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  private static JsonNode json(byte[] text) {
    return JsonMapper.shared().readTree(text);
  }

  private static byte[] kinesisRecord(Instant arrival) {
    return new EventJson(new TestConfig().build(), "shardId-000000000006")
        .kinesis(
            software.amazon.awssdk.services.kinesis.model.Record.builder()
                .partitionKey("Shadowfax")
                .sequenceNumber("49590338271490256608559692538361571095921575989136588898")
                .data(SdkBytes.fromByteArray(new byte[] {(byte) 0xfb, (byte) 0xff, 0}))
                .approximateArrivalTimestamp(arrival)
                .build());
  }

  @Test
  @Proves({
    Rule.KINESIS_EVENT_ID,
    Rule.KINESIS_CONSTANTS,
    Rule.KINESIS_ROLE,
    Rule.KINESIS_ARN_AND_REGION,
    Rule.KINESIS_KEY_AND_NUMBER,
    Rule.KINESIS_DATA,
    Rule.KINESIS_TIME,
    Rule.KINESIS_NOTHING_ELSE
  })
  void aKinesisRecordHasExactlyAwssMembers() {
    assertThat(json(kinesisRecord(TIME)))
        .isEqualTo(
            json(
                """
                {
                  "kinesis": {
                    "kinesisSchemaVersion": "1.0",
                    "partitionKey": "Shadowfax",
                    "sequenceNumber": "49590338271490256608559692538361571095921575989136588898",
                    "data": "+/8A",
                    "approximateArrivalTimestamp": 1545084650.987
                  },
                  "eventSource": "aws:kinesis",
                  "eventVersion": "1.0",
                  "eventID": "shardId-000000000006:49590338271490256608559692538361571095921575989136588898",
                  "eventName": "aws:kinesis:record",
                  "invokeIdentityArn": "arn:aws:iam::000000000000:role/role-of-consumer",
                  "awsRegion": "eu-west-1",
                  "eventSourceARN": "arn:aws:kinesis:eu-west-1:000000000000:stream/wildrydes"
                }
                """));
  }

  @ParameterizedTest
  @CsvSource({
    "2018-12-17T22:10:50.987Z, 1545084650.987",
    "2018-12-17T22:10:50.900Z, 1545084650.9",
    "2018-12-17T22:10:50.000Z, 1545084650",
    "2018-12-17T22:10:00.000Z, 1545084600",
    "2018-12-17T22:10:50.090Z, 1545084650.09",
    "1970-01-01T00:00:00.007Z, 0.007",
    "1969-12-31T23:59:59.500Z, -0.5",
    "1969-12-31T23:59:58.000Z, -2"
  })
  @Proves(Rule.KINESIS_TIME)
  void timesAreNumbersWithoutExponent(Instant time, String number) {
    assertThat(new String(kinesisRecord(time), UTF_8))
        .contains("\"approximateArrivalTimestamp\":" + number + "}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "plain", "\"quoted\"", "back\\slash", "line\n", "é", "🦄", "\u007f", "\0"})
  void aPartitionKeyIsWhatWasPutWhateverItHolds(String key) {
    var record =
        software.amazon.awssdk.services.kinesis.model.Record.builder()
            .partitionKey(key)
            .sequenceNumber("1")
            .data(SdkBytes.fromUtf8String("data"))
            .approximateArrivalTimestamp(TIME)
            .build();

    var event = json(new EventJson(new TestConfig().build(), "shardId-1").kinesis(record));

    assertThat(event.at("/kinesis/partitionKey").stringValue()).isEqualTo(key);
    assertThat(event.at("/kinesis/data").stringValue()).isEqualTo("ZGF0YQ==");
    assertThat(event.at("/eventID").stringValue()).isEqualTo("shardId-1:1");
  }

  @Test
  @Proves({
    Rule.DYNAMODB_CONSTANTS,
    Rule.DYNAMODB_EVENT_ID,
    Rule.DYNAMODB_ARN_AND_REGION,
    Rule.DYNAMODB_TIME,
    Rule.DYNAMODB_VALUES,
    Rule.DYNAMODB_NUMBER_AND_VIEW
  })
  void aDynamoDbRecordKeepsTypedValues() {
    var change =
        software.amazon.awssdk.services.dynamodb.model.StreamRecord.builder()
            .approximateCreationDateTime(TIME)
            .keys(Map.of("id", AttributeValue.fromS("k")))
            .newImage(Map.of("all", AttributeValue.fromM(everyType())))
            .oldImage(Map.of("id", AttributeValue.fromS("k")))
            .sequenceNumber("111000000000000000001")
            .sizeBytes(39L)
            .streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)
            .build();
    var record =
        Record.builder()
            .eventID("c4ca4238a0b923820dcc509a6f75849b")
            .eventName(OperationType.MODIFY)
            .eventVersion("1.0")
            .dynamodb(change)
            .build();
    var config = new TestConfig().stream(TestConfig.DYNAMODB_STREAM).build();

    assertThat(json(new EventJson(config, "shardId-1").dynamoDb(record)))
        .isEqualTo(
            json(
                """
                {
                  "eventID": "c4ca4238a0b923820dcc509a6f75849b",
                  "eventName": "MODIFY",
                  "eventVersion": "1.1",
                  "eventSource": "aws:dynamodb",
                  "awsRegion": "eu-west-1",
                  "dynamodb": {
                    "ApproximateCreationDateTime": 1545084650,
                    "Keys": {"id": {"S": "k"}},
                    "NewImage": {"all": {"M": {
                      "s": {"S": "text"},
                      "n": {"N": "42.10"},
                      "b": {"B": "AQI="},
                      "bool": {"BOOL": false},
                      "nul": {"NULL": true},
                      "ss": {"SS": ["a", "b"]},
                      "ns": {"NS": ["1", "2"]},
                      "bs": {"BS": ["AQI="]},
                      "l": {"L": [{"S": "x"}, {"L": []}]},
                      "m": {"M": {}}
                    }}},
                    "OldImage": {"id": {"S": "k"}},
                    "SequenceNumber": "111000000000000000001",
                    "SizeBytes": 39,
                    "StreamViewType": "NEW_AND_OLD_IMAGES"
                  },
                  "eventSourceARN": "%s"
                }
                """
                    .formatted(TestConfig.DYNAMODB_STREAM)));
  }

  private static Map<String, AttributeValue> everyType() {
    var bytes = SdkBytes.fromByteArray(new byte[] {1, 2});
    return Map.of(
        "s", AttributeValue.fromS("text"),
        "n", AttributeValue.fromN("42.10"),
        "b", AttributeValue.fromB(bytes),
        "bool", AttributeValue.fromBool(false),
        "nul", AttributeValue.fromNul(true),
        "ss", AttributeValue.fromSs(List.of("a", "b")),
        "ns", AttributeValue.fromNs(List.of("1", "2")),
        "bs", AttributeValue.fromBs(List.of(bytes)),
        "l",
            AttributeValue.fromL(
                List.of(AttributeValue.fromS("x"), AttributeValue.fromL(List.of()))),
        "m", AttributeValue.fromM(Map.of()));
  }

  @Test
  @Proves({Rule.DYNAMODB_IMAGES, Rule.DYNAMODB_NO_IDENTITY})
  void imagesThatTheStreamDoesNotHoldAreLeftOut() {
    var json = json(dynamoDbRecord(OperationType.INSERT, null));

    assertThat(json.get("dynamodb").propertyNames())
        .containsExactly(
            "ApproximateCreationDateTime", "Keys", "SequenceNumber", "SizeBytes", "StreamViewType");
    assertThat(json.has("userIdentity")).isFalse();
  }

  @Test
  @Proves(Rule.DYNAMODB_TIME_TO_LIVE)
  void aDeletionByTimeToLiveNamesTheService() {
    var identity = Identity.builder().type("Service").principalId("dynamodb.amazonaws.com").build();

    assertThat(json(dynamoDbRecord(OperationType.REMOVE, identity)).get("userIdentity"))
        .isEqualTo(
            json(
                """
                {"type": "Service", "principalId": "dynamodb.amazonaws.com"}
                """));
  }

  private static byte[] dynamoDbRecord(
      OperationType type, @org.jspecify.annotations.Nullable Identity identity) {
    var config = new TestConfig().stream(TestConfig.DYNAMODB_STREAM).build();
    return new EventJson(config, "shardId-1")
        .dynamoDb(
            Record.builder()
                .eventID("1")
                .eventName(type)
                .userIdentity(identity)
                .dynamodb(change ->
                    change
                        .approximateCreationDateTime(TIME)
                        .keys(Map.of("id", AttributeValue.fromS("k")))
                        .sequenceNumber("1")
                        .sizeBytes(3L)
                        .streamViewType(StreamViewType.KEYS_ONLY))
                .build());
  }

  @Test
  void anEventIsItsRecords() {
    var record = kinesisRecord(TIME);
    var one = new StreamRecord(SequenceNumber.of("1"), TIME, record, 0);
    var events = new EventJson(new TestConfig().build(), "shardId-000000000006");

    var event = new String(events.event(new Effect.Call(List.of(one, one), null)), UTF_8);

    var text = new String(record, UTF_8);
    assertThat(event).isEqualTo("{\"Records\":[" + text + "," + text + "]}");
  }

  @Test
  @Proves({Rule.WINDOW_MEMBERS, Rule.A_FINAL_CALL_WITHOUT_RECORDS})
  void aWindowAddsItsMembersAndTheStateAsItWas() {
    var events = new EventJson(new TestConfig().window(120).build(), "shardId-000000000006");
    var window =
        new Effect.WindowCall(
            new Window(
                Instant.parse("2020-12-09T07:04:00Z"), Instant.parse("2020-12-09T07:06:00Z")),
            "{\"1\":282.0}",
            true,
            false);

    var event = events.event(new Effect.Call(List.of(), window));

    assertThat(new String(event, UTF_8)).contains("\"state\":{\"1\":282.0}");
    assertThat(json(event))
        .isEqualTo(
            json(
                """
                {
                  "Records": [],
                  "window": {"start": "2020-12-09T07:04:00Z", "end": "2020-12-09T07:06:00Z"},
                  "state": {"1": 282.0},
                  "shardId": "shardId-000000000006",
                  "eventSourceARN": "arn:aws:kinesis:eu-west-1:000000000000:stream/wildrydes",
                  "isFinalInvokeForWindow": true,
                  "isWindowTerminatedEarly": false
                }
                """));
  }
}
