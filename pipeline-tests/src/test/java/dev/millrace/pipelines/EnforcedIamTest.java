package dev.millrace.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.iam.Access;
import dev.millrace.local.iam.Decision;
import dev.millrace.local.iam.Roles;
import dev.millrace.local.iam.Session;
import dev.millrace.local.stack.StackOptions;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The pipelines where every role may do no more than its policies allow.
class EnforcedIamTest {

  private static final String TABLE = "arn:aws:dynamodb:us-east-1:000000000000:table/";
  private static final String STREAM = "arn:aws:kinesis:us-east-1:000000000000:stream/";
  private static final String DELIVERY = "arn:aws:firehose:us-east-1:000000000000:deliverystream/";
  private static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:";
  private static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:";

  private static EmbeddedBackend deploy(Map<String, String> parameters) {
    return new EmbeddedBackend(parameters, StackOptions::withEnforcedIam);
  }

  private static void feed(Pipelines pipelines) {
    pipelines.putScore(1, "Jane Doe", 100);
    pipelines.putReading("Shadowfax", 1);
    pipelines.put("WildrydesStream", "Shadowfax", "InputData: error");
    pipelines.put("TaxiStream", "1", PipelineContract.trip(1, "trip", 7, -73.98, 40.75, 2));
    pipelines.put("TaxiStream", "2", "not a trip at all");
  }

  private static void assertResults(Pipelines pipelines) {
    assertThat(pipelines.total("Jane Doe")).contains(new BigDecimal("100"));
    assertThat(pipelines.deliveredValues("score-logs/"))
        .extracting(event -> event.path("score").asInt())
        .containsExactly(100);
    assertThat(pipelines.itemsOf("Shadowfax")).isEqualTo(1);
    assertThat(pipelines.items("UnicornAggregation")).hasSize(1);
    assertThat(pipelines.deliveredRows("nyctaxitrips/", "trip_id")).containsExactly(List.of("1"));
    assertThat(pipelines.items("KinesisAggs")).hasSize(1);
    assertThat(pipelines.takeFailures("PipelineFailures", _ -> true)).isEmpty();
  }

  @Test
  void thePipelinesNeedNoMorePermissionsThanTheyHaveAndMayDoNothingElse() {
    try (var backend =
        deploy(Map.of("Poison", "quarantine", "TripsFanOut", "true", "PublicMap", "true"))) {
      var pipelines = new Pipelines(backend);

      var large = "{\"note\":\"" + "x".repeat(1_030_000) + "\",";
      pipelines.put(
          "TaxiStream",
          "3",
          PipelineContract.trip(3, "trip", 7, -73.98, 40.75, 2).replaceFirst("\\{", large));

      feed(pipelines);
      backend.settle();

      assertResults(pipelines);
      assertThat(pipelines.takeFailures("WildrydesQueue", _ -> true)).isEmpty();
      assertThat(pipelines.setAside("WildRydesStreamProcessor")).hasSize(1);
      assertThat(pipelines.setAside("NYCTaxiTripsProcess")).hasSize(1);
      var roles = backend.stack().iam().orElseThrow();
      var catalogue =
          catalogue(
              "arn:aws:s3:::" + backend.ref("QuarantineBucket"),
              "arn:aws:s3:::" + backend.ref("DeliveryBucket"));
      assertFunctions(roles, catalogue, "arn:aws:s3:::" + backend.ref("QuarantineBucket"));
      assertVisitors(roles, catalogue);
    }
  }

  private static void assertFunctions(Roles roles, List<Access> catalogue, String quarantine) {
    var allowed =
        Map.of(
            "AggregateScoresByUser",
            List.of(
                "dynamodb:UpdateItem " + TABLE + "GameScoresByUser",
                "dynamodb:PutItem " + TABLE + "GameScoreLedger",
                "kinesis:PutRecords " + STREAM + "Lab-stream",
                "sqs:SendMessage " + QUEUE + "pipeline-failures"),
            "ProcessKinesisRecords",
            List.of("sqs:SendMessage " + QUEUE + "pipeline-failures"),
            "WildRydesStreamProcessor",
            List.of(
                "dynamodb:BatchWriteItem " + TABLE + "UnicornSensorData",
                "s3:PutObject " + quarantine + "/WildRydesStreamProcessor/a",
                "sqs:SendMessage " + QUEUE + "wildrydes-queue"),
            "WildRydesAggregator",
            List.of(
                "dynamodb:UpdateItem " + TABLE + "UnicornAggregation",
                "sqs:SendMessage " + QUEUE + "pipeline-failures"),
            "NYCTaxiTripsProcess",
            List.of(
                "firehose:PutRecordBatch " + DELIVERY + "nyc-taxi-trips",
                "s3:PutObject " + quarantine + "/NYCTaxiTripsProcess/a",
                "sqs:SendMessage " + QUEUE + "pipeline-failures"),
            "KinesisLambdaConsumer01",
            List.of(
                "dynamodb:UpdateItem " + TABLE + "kinesisAggs",
                "sqs:SendMessage " + QUEUE + "pipeline-failures"));
    allowed.forEach((function, calls) ->
        assertThat(
                allowed(roles, new Session("millrace-" + function + "Role", function), catalogue))
            .as(function)
            .containsExactlyInAnyOrderElementsOf(calls));
  }

  private static void assertVisitors(Roles roles, List<Access> catalogue) {
    var all = new ArrayList<>(catalogue);
    add(
        all,
        STREAM,
        List.of("Lab-stream", "wildrydes", "nyc-taxi-trips"),
        "kinesis:GetRecords kinesis:GetShardIterator kinesis:ListShards kinesis:SubscribeToShard"
            + " kinesis:DescribeStream kinesis:DescribeStreamSummary");

    assertThat(
            allowed(roles, new Session("millrace-VisitorsRole", "CognitoIdentityCredentials"), all))
        .containsExactlyInAnyOrder(
            "kinesis:GetRecords " + STREAM + "wildrydes",
            "kinesis:GetShardIterator " + STREAM + "wildrydes",
            "kinesis:ListShards " + STREAM + "wildrydes");
  }

  private static List<String> allowed(Roles roles, Session session, List<Access> calls) {
    return calls.stream()
        .filter(access -> roles.decide(session, access) == Decision.ALLOWED)
        .map(access -> access.action() + " " + access.resource())
        .toList();
  }

  /// Calls that change something or read what is stored, on everything that the template has.
  private static List<Access> catalogue(String quarantine, String delivered) {
    var all = new ArrayList<Access>();
    var tables =
        List.of(
            "GameScoreRecords",
            "GameScoresByUser",
            "GameScoreLedger",
            "UnicornSensorData",
            "UnicornAggregation",
            "kinesisAggs");
    add(
        all,
        TABLE,
        tables,
        "dynamodb:GetItem dynamodb:BatchGetItem dynamodb:Query dynamodb:Scan dynamodb:PutItem"
            + " dynamodb:UpdateItem dynamodb:DeleteItem dynamodb:BatchWriteItem"
            + " dynamodb:ConditionCheckItem dynamodb:DescribeTable dynamodb:UpdateTable"
            + " dynamodb:DeleteTable");
    add(
        all,
        STREAM,
        List.of("Lab-stream", "wildrydes", "nyc-taxi-trips"),
        "kinesis:PutRecord kinesis:PutRecords kinesis:SplitShard kinesis:MergeShards"
            + " kinesis:UpdateShardCount kinesis:RegisterStreamConsumer kinesis:DeleteStream");
    add(
        all,
        DELIVERY,
        List.of("Lab-Firehose-Stream", "wildrydes", "nyc-taxi-trips"),
        "firehose:PutRecord firehose:PutRecordBatch firehose:UpdateDestination"
            + " firehose:DeleteDeliveryStream");
    add(
        all,
        QUEUE,
        List.of("wildrydes-queue", "pipeline-failures"),
        "sqs:SendMessage sqs:ReceiveMessage sqs:DeleteMessage sqs:PurgeQueue sqs:DeleteQueue");
    var prefixes = List.of("/WildRydesStreamProcessor/a", "/NYCTaxiTripsProcess/a", "/a");
    for (var bucket : new TreeSet<>(List.of(quarantine, delivered))) {
      add(all, bucket, prefixes, "s3:GetObject s3:PutObject s3:DeleteObject");
      add(all, bucket, List.of(""), "s3:ListBucket s3:DeleteBucket");
    }
    add(all, FUNCTION, List.of("WildRydesAggregator"), "lambda:InvokeFunction lambda:GetFunction");
    add(
        all,
        "*",
        List.of(""),
        "cloudwatch:PutMetricData dynamodb:ListTables s3:ListAllMyBuckets sqs:ListQueues"
            + " iam:CreateRole sts:AssumeRole");
    return all;
  }

  private static void add(List<Access> all, String prefix, List<String> names, String actions) {
    for (var action : actions.split(" ", -1)) {
      names.forEach(name -> all.add(Access.to(action, prefix + name)));
    }
  }
}
