package dev.millrace.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.Checkpoint;
import dev.millrace.local.firehose.DeliveryStatus;
import dev.millrace.local.lambda.FunctionMode;
import dev.millrace.local.mapping.MappingStatus;
import dev.millrace.local.time.StackClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

class StackCheckpointTest {

  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private static Path folder = Path.of("");
  private static AskedFunction function;
  private static Stack stack;
  private static SdkClients clients;
  private static Checkpoint checkpoint;

  @BeforeAll
  static void start() throws IOException {
    function = new AskedFunction();
    AskedFunction.copyCode(folder.resolve("code"));
    stack = Stack.start(options(folder.resolve("template.yaml")));
    clients = new SdkClients(stack.endpoint());
    checkpoint = stack.checkpoint();
  }

  private static StackOptions options(Path template) throws IOException {
    Files.writeString(template, template());
    return new StackOptions(
        template,
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
          StreamSpecification: {StreamViewType: NEW_IMAGE}
          TimeToLiveSpecification: {AttributeName: expires, Enabled: true}
      Lines:
        Type: AWS::Kinesis::Stream
        Properties: {Name: lines, ShardCount: 1}
      Failures:
        Type: AWS::SQS::Queue
        Properties: {QueueName: failures, VisibilityTimeout: 7}
      Archive: {Type: AWS::S3::Bucket, Properties: {BucketName: archive}}
      Delivery:
        Type: AWS::KinesisFirehose::DeliveryStream
        Properties:
          DeliveryStreamName: delivery
          DeliveryStreamType: KinesisStreamAsSource
          KinesisStreamSourceConfiguration:
            KinesisStreamARN: !GetAtt Lines.Arn
            RoleARN: arn:aws:iam::000000000000:role/delivery
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
          Timeout: 300
          Environment: {Variables: {PORT: "%d"}}
          Events:
            Line:
              Type: Kinesis
              Properties:
                Stream: !GetAtt Lines.Arn
                StartingPosition: TRIM_HORIZON
                BatchSize: 1
                MaximumRetryAttempts: 1
                DestinationConfig: {OnFailure: {Destination: !GetAtt Failures.Arn}}
            Order:
              Type: DynamoDB
              Properties: {Stream: !GetAtt Orders.StreamArn, StartingPosition: TRIM_HORIZON}
    """
        .formatted(function.port());
  }

  @AfterEach
  void goBack() {
    function.does(_ -> "null");
    checkpoint.restore();
    function.forget();
  }

  @AfterAll
  static void stop() throws IOException {
    clients.close();
    stack.close();
    function.close();
  }

  private static void put(String line) {
    clients
        .kinesis()
        .putRecord(
            put -> put.streamName("lines").partitionKey("k").data(SdkBytes.fromUtf8String(line)));
  }

  private static void order(String id) {
    clients
        .dynamoDb()
        .putItem(put -> put.tableName("orders").item(Map.of("id", AttributeValue.fromS(id))));
  }

  private static int linesInStream() {
    var kinesis = clients.kinesis();
    var iterator =
        kinesis.getShardIterator(get ->
            get.streamName("lines")
                .shardId("shardId-000000000000")
                .shardIteratorType(ShardIteratorType.TRIM_HORIZON));
    return kinesis.getRecords(get -> get.shardIterator(iterator.shardIterator())).records().size();
  }

  private static String failures() {
    return stack.ref("Failures");
  }

  @Test
  void streamsTablesQueuesAndBucketsAreEmptyAgain() {
    put("a");
    order("1");
    clients.sqs().sendMessage(send -> send.queueUrl(failures()).messageBody("lost"));
    clients.s3().putObject(put -> put.bucket("archive").key("k"), RequestBody.fromString("v"));
    stack.drain(PATIENCE);

    checkpoint.restore();

    assertThat(linesInStream()).isZero();
    assertThat(clients.dynamoDb().scan(scan -> scan.tableName("orders")).items()).isEmpty();
    assertThat(clients.sqs().receiveMessage(get -> get.queueUrl(failures())).messages()).isEmpty();
    assertThat(clients.s3().listObjectsV2(list -> list.bucket("archive")).contents()).isEmpty();
  }

  @Test
  void whatWasMadeSinceIsGoneAndWhatWasDeletedIsThere() {
    clients.kinesis().createStream(create -> create.streamName("new").shardCount(1));
    clients.sqs().createQueue(create -> create.queueName("new"));
    clients.s3().createBucket(create -> create.bucket("new"));
    clients.kinesis().deleteStream(delete -> delete.streamName("lines"));
    clients.sqs().deleteQueue(delete -> delete.queueUrl(failures()));
    clients.dynamoDb().deleteTable(delete -> delete.tableName("orders"));

    checkpoint.restore();

    assertThat(clients.kinesis().listStreams().streamNames()).containsExactly("lines");
    assertThat(clients.sqs().listQueues().queueUrls()).containsExactly(failures());
    assertThat(clients.s3().listBuckets().buckets()).extracting("name").containsExactly("archive");
    assertThat(clients.dynamoDb().listTables().tableNames()).containsExactly("orders");
  }

  @Test
  void anIteratorOfBeforeStandsBehindTheEnd() {
    put("a");
    put("b");
    var iterator =
        clients
            .kinesis()
            .getShardIterator(get ->
                get.streamName("lines")
                    .shardId("shardId-000000000000")
                    .shardIteratorType(ShardIteratorType.LATEST))
            .shardIterator();
    stack.drain(PATIENCE);

    checkpoint.restore();

    var empty = clients.kinesis().getRecords(get -> get.shardIterator(iterator));
    assertThat(empty.records()).isEmpty();
    put("c");
    var next = clients.kinesis().getRecords(get -> get.shardIterator(empty.nextShardIterator()));
    assertThat(next.records()).hasSize(1);
  }

  @Test
  void topicsOfBeforeDeliverNothing() {
    var topic = clients.sns().createTopic(create -> create.name("new")).topicArn();
    clients
        .sns()
        .subscribe(to ->
            to.topicArn(topic)
                .protocol("sqs")
                .endpoint("arn:aws:sqs:us-east-1:000000000000:failures"));
    for (var i = 0; i < 20; i++) {
      clients.sns().publish(publish -> publish.topicArn(topic).message("old"));
    }

    checkpoint.restore();

    assertThat(clients.sns().listTopics().topics()).isEmpty();
    stack.drain(PATIENCE);
    assertThat(clients.sqs().receiveMessage(get -> get.queueUrl(failures())).messages()).isEmpty();
  }

  @Test
  void resourcesKeepTheirSettingsAndArns() {
    var stream = stack.mappings().stream().map(MappingStatus::streamArn).toList();

    checkpoint.restore();

    var table = clients.dynamoDb().describeTable(get -> get.tableName("orders")).table();
    assertThat(stream).contains(table.latestStreamArn());
    assertThat(table.latestStreamArn()).endsWith("/" + table.latestStreamLabel());
    assertThat(
            clients
                .dynamoDb()
                .describeTimeToLive(get -> get.tableName("orders"))
                .timeToLiveDescription()
                .attributeName())
        .isEqualTo("expires");
    assertThat(
            clients
                .sqs()
                .getQueueAttributes(
                    get -> get.queueUrl(failures()).attributeNamesWithStrings("VisibilityTimeout"))
                .attributesAsStrings())
        .containsEntry("VisibilityTimeout", "7");
  }

  @Test
  void theClockAndTheLogsBeginAnew() {
    put("a");
    stack.drain(PATIENCE);
    stack.clock().advance(Duration.ofHours(3));
    assertThat(stack.logs().events("reader")).isNotEmpty();

    checkpoint.restore();

    assertThat(stack.clock().instant()).isEqualTo(START);
    assertThat(stack.clock().nextAlarm()).isEmpty();
    assertThat(stack.logs().events("reader")).isEmpty();
  }

  @Test
  void mappingsAndDeliveriesReadWhatIsNew() {
    put("before");
    order("before");
    stack.drain(PATIENCE);
    checkpoint.restore();
    function.forget();
    assertThat(stack.mappings()).extracting(MappingStatus::recordsRead).containsOnly(0L);
    assertThat(stack.deliveries()).extracting(DeliveryStatus::recordsIn).containsOnly(0L);

    put("after");
    order("after");
    stack.drain(PATIENCE);

    assertThat(function.events()).hasSize(2);
    assertThat(function.events().toString()).contains("after").doesNotContain("before");
    assertThat(clients.s3().listObjectsV2(list -> list.bucket("archive")).contents()).hasSize(1);
  }

  @Test
  void nothingOfWhatIsUnderWayArrivesLater() throws InterruptedException {
    var entered = new CountDownLatch(1);
    var leave = new CountDownLatch(1);
    function.does(_ -> {
      entered.countDown();
      awaitQuietly(leave);
      return AskedFunction.FAIL;
    });
    put("stuck");
    put("waiting");
    order("waiting");
    assertThat(entered.await(60, TimeUnit.SECONDS)).isTrue();

    // the function is not done within its two seconds
    checkpoint.restore();
    leave.countDown();
    function.does(_ -> "null");
    function.forget();
    put("after");
    stack.drain(PATIENCE);

    assertThat(function.delivered()).containsExactly("after");
    assertThat(clients.sqs().receiveMessage(get -> get.queueUrl(failures())).messages()).isEmpty();
    assertThat(stack.mappings()).extracting(MappingStatus::recordsDiscarded).containsOnly(0L);
  }

  @Test
  void itGoesBackAsOftenAsOneLikes() {
    for (var i = 0; i < 5; i++) {
      put("line " + i);
      order("order " + i);
      checkpoint.restore();
      assertThat(linesInStream()).isZero();
    }
    function.forget();

    put("last");
    stack.drain(PATIENCE);

    assertThat(function.delivered()).containsExactly("last");
  }

  @Test
  void aStackThatKeepsItsStateCannotGoBack() throws IOException {
    var data = folder.resolve("data");
    try (var kept = Stack.start(options(folder.resolve("kept.yaml")).withData(data))) {
      assertThatThrownBy(kept::checkpoint)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("data directory")
          .hasMessageContaining(data.toString());
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
