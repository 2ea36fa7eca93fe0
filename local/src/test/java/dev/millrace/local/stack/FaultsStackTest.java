package dev.millrace.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.Checkpoint;
import dev.millrace.local.faults.Fault;
import dev.millrace.local.faults.FaultPlan;
import dev.millrace.local.faults.FaultRule;
import dev.millrace.local.faults.Injected;
import dev.millrace.local.lambda.FunctionMode;
import dev.millrace.local.mapping.MappingStatus;
import dev.millrace.local.time.StackClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.PutRecordBatchResponse;
import software.amazon.awssdk.services.firehose.model.Record;
import software.amazon.awssdk.services.firehose.model.ServiceUnavailableException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Every fault as AWS's SDK and the mappings of a stack meet it.
class FaultsStackTest {

  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private static Path folder = Path.of("");
  private static AskedFunction function;
  private static Stack stack;
  private static Checkpoint checkpoint;
  private static SdkHttpClient http;
  private static KinesisClient kinesis;
  private static DynamoDbClient dynamoDb;
  private static FirehoseClient firehose;
  private static SqsClient sqs;

  private final List<List<String>> batches = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void start() throws IOException {
    function = new AskedFunction();
    AskedFunction.copyCode(folder.resolve("code"));
    stack = Stack.start(options());
    checkpoint = stack.checkpoint();
    http = Apache5HttpClient.create();
    kinesis = build(KinesisClient.builder().httpClient(http), OutsideCredentials.FUNCTION_KEY);
    dynamoDb = build(DynamoDbClient.builder().httpClient(http), OutsideCredentials.FUNCTION_KEY);
    firehose = build(FirehoseClient.builder().httpClient(http), OutsideCredentials.FUNCTION_KEY);
    sqs = build(SqsClient.builder().httpClient(http), OutsideCredentials.FUNCTION_KEY);
  }

  private static <B extends AwsClientBuilder<B, C>, C> C build(B builder, String accessKey) {
    return builder
        .endpointOverride(stack.endpoint())
        .region(Region.of(Stack.REGION))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, "x")))
        .overrideConfiguration(override -> override.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .build();
  }

  private static StackOptions options() throws IOException {
    return new StackOptions(
        Files.writeString(folder.resolve("template.yaml"), template()),
        Map.of(),
        "shop",
        0,
        FunctionMode.IN_PROCESS,
        StackClock.frozenAt(START),
        Optional.empty());
  }

  private static String template() {
    return """
    Resources:
      Orders:
        Type: AWS::DynamoDB::Table
        Properties:
          TableName: orders
          BillingMode: PAY_PER_REQUEST
          AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
          KeySchema: [{AttributeName: id, KeyType: HASH}]
      Lines:
        Type: AWS::Kinesis::Stream
        Properties: {Name: lines, ShardCount: 1}
      Other:
        Type: AWS::Kinesis::Stream
        Properties: {Name: other, ShardCount: 2}
      Failures:
        Type: AWS::SQS::Queue
        Properties: {QueueName: failures}
      Archive: {Type: AWS::S3::Bucket, Properties: {BucketName: archive}}
      Delivery:
        Type: AWS::KinesisFirehose::DeliveryStream
        Properties:
          DeliveryStreamName: delivery
          ExtendedS3DestinationConfiguration:
            BucketARN: !GetAtt Archive.Arn
            RoleARN: arn:aws:iam::000000000000:role/delivery
            BufferingHints: {SizeInMBs: 5, IntervalInSeconds: 60}
      Reader:
        Type: AWS::Serverless::Function
        Properties:
          FunctionName: reader
          Handler: dev.millrace.local.stack.handlers.AskingHandler
          Runtime: java25
          CodeUri: code
          Environment: {Variables: {PORT: "%d"}}
          Events:
            Line:
              Type: Kinesis
              Properties:
                Stream: !GetAtt Lines.Arn
                StartingPosition: TRIM_HORIZON
                BatchSize: 10
                MaximumBatchingWindowInSeconds: 1
    """
        .formatted(function.port());
  }

  @AfterAll
  static void stop() throws IOException {
    http.close();
    stack.close();
    function.close();
  }

  @BeforeEach
  void reset() {
    checkpoint.restore();
    function.does(data -> {
      batches.add(data);
      return "null";
    });
  }

  private static void faults(FaultRule... rules) {
    stack.faults().set(FaultPlan.of(rules));
  }

  private static void put(String stream, String data) {
    kinesis.putRecord(
        put -> put.streamName(stream).partitionKey(data).data(SdkBytes.fromUtf8String(data)));
  }

  private static void putItem(DynamoDbClient client, String id) {
    client.putItem(item -> item.tableName("orders").item(Map.of("id", AttributeValue.fromS(id))));
  }

  private static List<String> items() {
    return dynamoDb.scan(scan -> scan.tableName("orders")).items().stream()
        .flatMap(item -> item.values().stream())
        .map(AttributeValue::s)
        .sorted()
        .toList();
  }

  // ---- calls

  @Test
  void aThrottleIsTheServicesOwnAndNothingTakesEffect() {
    faults(
        FaultRule.call("dynamodb:PutItem", new Fault.Throttle()).times(1),
        FaultRule.call("kinesis:PutRecord", new Fault.Throttle()),
        FaultRule.call("kinesis:DescribeStreamSummary", new Fault.Throttle()),
        FaultRule.call("sqs:SendMessage", new Fault.Throttle()));

    assertThatThrownBy(() -> putItem(dynamoDb, "a"))
        .isInstanceOf(ProvisionedThroughputExceededException.class)
        .hasMessageContaining("injected fault: throttle of dynamodb:PutItem orders");
    putItem(dynamoDb, "b");
    assertThat(items()).containsExactly("b");
    assertThatThrownBy(() -> put("lines", "a"))
        .isInstanceOf(
            software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException
                .class);
    assertThatThrownBy(() -> kinesis.describeStreamSummary(s -> s.streamName("lines")))
        .isInstanceOf(LimitExceededException.class);
    assertThatThrownBy(
            () -> sqs.sendMessage(m -> m.queueUrl(stack.ref("Failures")).messageBody("a")))
        .isInstanceOfSatisfying(
            AwsServiceException.class, e -> assertThat(e.isThrottlingException()).isTrue());
    assertThat(stack.faults().injected())
        .containsExactly(
            new Injected("throttle", "dynamodb:PutItem orders", 1),
            new Injected("throttle", "kinesis:DescribeStreamSummary lines", 1),
            new Injected("throttle", "kinesis:PutRecord lines", 1),
            new Injected("throttle", "sqs:SendMessage failures", 1));
  }

  @Test
  void anInternalErrorHasStatus500() {
    faults(
        FaultRule.call("dynamodb:*", new Fault.ServiceError()).resource("orders").nth(2),
        FaultRule.call("kinesis:PutRecord", new Fault.ServiceError()));

    putItem(dynamoDb, "a");
    assertThatThrownBy(() -> putItem(dynamoDb, "b"))
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(500);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InternalServerError");
            });
    assertThatThrownBy(() -> put("lines", "a"))
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InternalFailure"));
    assertThat(items()).containsExactly("a");
  }

  @Test
  void aCallWhoseAnswerIsLostTookEffectOnce() {
    faults(FaultRule.call("dynamodb:UpdateItem", new Fault.LostAnswer()).times(1));

    assertThatThrownBy(FaultsStackTest::add).isInstanceOf(SdkClientException.class);
    add();

    assertThat(
            dynamoDb
                .getItem(
                    item -> item.tableName("orders").key(Map.of("id", AttributeValue.fromS("n"))))
                .item())
        .containsEntry("n", AttributeValue.fromN("2"));
  }

  private static void add() {
    dynamoDb.updateItem(update ->
        update
            .tableName("orders")
            .key(Map.of("id", AttributeValue.fromS("n")))
            .updateExpression("ADD n :one")
            .expressionAttributeValues(Map.of(":one", AttributeValue.fromN("1"))));
  }

  @Test
  void anAnswerOfAQueueBehindTheProxyCanBeLostToo() {
    faults(FaultRule.call("sqs:SendMessage", new Fault.LostAnswer()).resource("failures").times(1));

    assertThatThrownBy(
            () -> sqs.sendMessage(m -> m.queueUrl(stack.ref("Failures")).messageBody("a")))
        .isInstanceOf(SdkClientException.class);
    assertThat(sqs.receiveMessage(m -> m.queueUrl(stack.ref("Failures"))).messages()).hasSize(1);
  }

  @Test
  void latencyDelaysTheAnswerAndNothingElse() {
    faults(FaultRule.call("dynamodb:PutItem", new Fault.Latency(Duration.ofMillis(50))));
    var began = System.nanoTime();

    putItem(dynamoDb, "a");

    assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(50_000_000);
    assertThat(items()).containsExactly("a");
  }

  @Test
  void recordsOfABatchThatFailAreNotWrittenAndNamedAtTheirPlaces() {
    faults(FaultRule.call("kinesis:PutRecords", new Fault.PartialFailure(0.5)).nth(1));

    var response = putRecords(8);

    var failed = response.records().stream().filter(record -> record.errorCode() != null).toList();
    assertThat(response.failedRecordCount()).isEqualTo(failed.size()).isBetween(1, 7);
    assertThat(failed)
        .allSatisfy(record -> {
          assertThat(record.errorCode()).isEqualTo("ProvisionedThroughputExceededException");
          assertThat(record.sequenceNumber()).isNull();
        });
    stack.drain(PATIENCE);
    assertThat(batches.stream().flatMap(List::stream))
        .containsExactlyElementsOf(
            IntStream.range(0, 8)
                .filter(i -> response.records().get(i).errorCode() == null)
                .mapToObj(i -> "r" + i)
                .toList());
    assertThat(putRecords(8).failedRecordCount()).isZero();
  }

  @Test
  void aBatchCanFailInAllItsParts() {
    faults(FaultRule.call("kinesis:PutRecords", new Fault.PartialFailure(1)).nth(1));

    assertThat(putRecords(3).failedRecordCount()).isEqualTo(3);
    stack.drain(PATIENCE);
    assertThat(batches).isEmpty();
  }

  private static PutRecordsResponse putRecords(int count) {
    var entries =
        IntStream.range(0, count)
            .mapToObj(i ->
                PutRecordsRequestEntry.builder()
                    .partitionKey("k" + i)
                    .data(SdkBytes.fromUtf8String("r" + i))
                    .build())
            .toList();
    return kinesis.putRecords(put -> put.streamName("lines").records(entries));
  }

  @Test
  void deliveryRecordsOfABatchFailAtTheirPlaces() {
    faults(
        FaultRule.call("firehose:PutRecordBatch", new Fault.PartialFailure(0.5)).nth(1),
        FaultRule.call("firehose:PutRecordBatch", new Fault.Throttle()).nth(2));

    var answer = putBatch();

    assertThat(answer.failedPutCount()).isBetween(1, 3);
    assertThat(answer.requestResponses())
        .hasSize(4)
        .filteredOn(entry -> entry.errorCode() != null)
        .hasSize(answer.failedPutCount())
        .allSatisfy(
            entry -> assertThat(entry.errorCode()).isEqualTo("ServiceUnavailableException"));
    assertThat(stack.deliveries().getFirst().recordsIn()).isEqualTo(4 - answer.failedPutCount());
    assertThatThrownBy(FaultsStackTest::putBatch).isInstanceOf(ServiceUnavailableException.class);
  }

  private static PutRecordBatchResponse putBatch() {
    var records =
        IntStream.range(0, 4)
            .mapToObj(i -> Record.builder().data(SdkBytes.fromUtf8String("d" + i)).build())
            .toList();
    return firehose.putRecordBatch(put -> put.deliveryStreamName("delivery").records(records));
  }

  @Test
  void itemsOfABatchThatFailComeBackUnprocessed() {
    faults(FaultRule.call("dynamodb:BatchWriteItem", new Fault.PartialFailure(0.5)).nth(1));
    var writes =
        IntStream.range(0, 6)
            .mapToObj(i ->
                WriteRequest.builder()
                    .putRequest(
                        PutRequest.builder()
                            .item(Map.of("id", AttributeValue.fromS("i" + i)))
                            .build())
                    .build())
            .toList();

    var left = dynamoDb.batchWriteItem(batch -> batch.requestItems(Map.of("orders", writes)));

    var unprocessed = left.unprocessedItems().getOrDefault("orders", List.of());
    assertThat(unprocessed).hasSizeBetween(1, 5);
    assertThat(items()).hasSize(6 - unprocessed.size());
    var rest = dynamoDb.batchWriteItem(batch -> batch.requestItems(left.unprocessedItems()));
    assertThat(rest.unprocessedItems()).isEmpty();
    assertThat(items()).hasSize(6);
  }

  @Test
  void clientsOutsideAreHitOnlyIfTheRuleSaysSoAndTheStackNever() {
    try (var outside =
            build(DynamoDbClient.builder().httpClient(Apache5HttpClient.create()), "me");
        var own =
            build(
                DynamoDbClient.builder().httpClient(Apache5HttpClient.create()),
                OutsideCredentials.OWN_KEY)) {
      faults(FaultRule.call("dynamodb:*", new Fault.Throttle()));
      putItem(outside, "a");

      faults(FaultRule.call("dynamodb:*", new Fault.Throttle()).fromAnyone());
      assertThatThrownBy(() -> putItem(outside, "b"))
          .isInstanceOf(ProvisionedThroughputExceededException.class);
      putItem(own, "c");
      stack.faults().clear();
      assertThat(items()).containsExactly("a", "c");
    }
  }

  // ---- functions and mappings

  @ParameterizedTest
  @ValueSource(strings = {"throttle", "crash-before", "error-before"})
  void anInvocationThatNeverBeganIsTriedAgain(String name) {
    faults(FaultRule.invocation("reader", fault(name)).nth(1));
    put("lines", "a");

    stack.drain(PATIENCE);

    assertThat(batches).containsExactly(List.of("a"));
    assertThat(stack.faults().injected()).containsExactly(new Injected(name, "function reader", 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"crash-after", "time-out", "error-after"})
  void anInvocationWhoseAnswerIsLostIsTriedAgainWithItsEffectsDone(String name) {
    faults(FaultRule.invocation("reader", fault(name)).nth(1));
    put("lines", "a");

    stack.drain(PATIENCE);

    assertThat(batches).containsExactly(List.of("a"), List.of("a"));
    assertThat(stack.mappings())
        .first()
        .extracting(MappingStatus::invocations, MappingStatus::failedInvocations)
        .containsExactly(2L, 1L);
  }

  private static Fault fault(String name) {
    return switch (name) {
      case "throttle" -> new Fault.Throttle();
      case "crash-before" -> new Fault.CrashBefore();
      case "crash-after" -> new Fault.CrashAfter();
      case "time-out" -> new Fault.TimeOut();
      case "error-before" -> new Fault.ErrorBefore();
      default -> new Fault.ErrorAfter();
    };
  }

  @Test
  void aTimeOutIsReportedAsLambdaDoesAndNobodyWaits() {
    faults(FaultRule.invocation("reader", new Fault.TimeOut()).nth(1));
    put("lines", "a");

    stack.drain(PATIENCE);

    assertThat(stack.logs().lines("reader"))
        .anySatisfy(line -> assertThat(line).contains("Task timed out after 3.00 seconds"));
  }

  @Test
  void aForgottenBatchIsDeliveredAgainTogetherWithWhatCameMeanwhile() {
    faults(FaultRule.delivery("reader", new Fault.DuplicateDelivery()).nth(1));
    function.does(data -> {
      batches.add(data);
      if (batches.size() == 1) {
        put("lines", "b");
      }
      return "null";
    });
    put("lines", "a");

    stack.drain(PATIENCE);

    assertThat(batches).containsExactly(List.of("a"), List.of("a", "b"));
    assertThat(stack.mappings().getFirst().recordsResolved()).isEqualTo(2);
    assertThat(stack.mappings().getFirst().failedInvocations()).isZero();
  }

  // ---- streams and time

  @Test
  void aShardIsSplitByTheNthPutAndItsRecordsAllArrive() {
    faults(
        FaultRule.call("kinesis:PutRecord", new Fault.SplitShard("lines"))
            .resource("lines")
            .nth(2));
    for (var i = 0; i < 6; i++) {
      put("lines", "r" + i);
    }

    stack.drain(PATIENCE);

    assertThat(openShards("lines")).hasSize(2);
    assertThat(batches.stream().flatMap(List::stream))
        .containsExactlyInAnyOrder("r0", "r1", "r2", "r3", "r4", "r5");
    assertThat(stack.faults().injected()).containsExactly(new Injected("split-shard", "lines", 1));
  }

  @Test
  void shardsAreMergedAtATimeAndOnceThereIsButOneNothingIsInjected() {
    faults(
        FaultRule.time(Duration.ofSeconds(10), new Fault.MergeShards("other")),
        FaultRule.time(Duration.ofSeconds(20), new Fault.MergeShards("other")));
    assertThat(openShards("other")).hasSize(2);

    stack.clock().advance(Duration.ofSeconds(30));

    assertThat(openShards("other")).hasSize(1);
    assertThat(stack.faults().injected()).containsExactly(new Injected("merge-shards", "other", 1));
  }

  private static List<Shard> openShards(String stream) {
    return kinesis.listShards(list -> list.streamName(stream)).shards().stream()
        .filter(shard -> shard.sequenceNumberRange().endingSequenceNumber() == null)
        .toList();
  }

  @Test
  void theClockJumpsAtACallOrAtATime() {
    faults(
        FaultRule.time(Duration.ofSeconds(10), new Fault.ClockJump(Duration.ofHours(1))),
        FaultRule.call("dynamodb:PutItem", new Fault.ClockJump(Duration.ofDays(1))));

    stack.clock().advance(Duration.ofSeconds(10));
    putItem(dynamoDb, "a");

    assertThat(stack.clock().instant()).isEqualTo(START.plusSeconds(10).plus(Duration.ofHours(25)));
    assertThat(items()).containsExactly("a");
  }

  // ---- plans

  @Test
  void aResetEndsThePlanAndForgetsWhatWasInjected() {
    faults(
        FaultRule.call("dynamodb:PutItem", new Fault.Throttle()),
        FaultRule.time(Duration.ofSeconds(1), new Fault.ClockJump(Duration.ofHours(1))));
    assertThatThrownBy(() -> putItem(dynamoDb, "a")).isInstanceOf(AwsServiceException.class);

    checkpoint.restore();

    putItem(dynamoDb, "a");
    assertThat(stack.faults().plan()).isEqualTo(FaultPlan.NONE);
    assertThat(stack.faults().injected()).isEmpty();
    assertThat(stack.faults().summary()).isEqualTo("no fault was injected");
    assertThat(stack.clock().nextAlarm()).isEmpty();
  }

  @Test
  void aStackStartsWithThePlanOfItsOptions() throws IOException {
    var plan =
        FaultPlan.of(
            FaultRule.call("kinesis:ListStreams", new Fault.Throttle()).fromAnyone(),
            FaultRule.call("kinesis:CreateStream", new Fault.Throttle()).fromAnyone());

    try (var second = Stack.start(options().withFaults(plan))) {
      assertThat(second.faults().plan()).isEqualTo(plan);
      assertThat(second.faults().injected()).isEmpty();
    }
  }

  @Test
  void aStackThatTakesServicesFromOutsideRefusesAPlan() throws IOException {
    var options =
        options()
            .with(new OutsideServices(Map.of(AwsService.SQS, URI.create("http://127.0.0.1:1"))))
            .withFaults(FaultPlan.of(FaultRule.invocation(new Fault.CrashAfter())));

    assertThatThrownBy(() -> Stack.start(options))
        .isInstanceOf(EndpointException.class)
        .hasMessageStartingWith(
            "faults cannot be injected into a stack that takes services from outside, it takes {");
  }
}
