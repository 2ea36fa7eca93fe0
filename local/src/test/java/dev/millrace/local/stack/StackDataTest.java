package dev.millrace.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.data.DataException;
import dev.millrace.local.lambda.FunctionMode;
import dev.millrace.local.time.StackClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class StackDataTest {

  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private static final String TEMPLATE =
      """
      Resources:
        Orders:
          Type: AWS::DynamoDB::Table
          Properties:
            BillingMode: PAY_PER_REQUEST
            AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
            KeySchema: [{AttributeName: id, KeyType: HASH}]
            StreamSpecification: {StreamViewType: NEW_IMAGE}
            TimeToLiveSpecification: {AttributeName: expires, Enabled: true}
        Events:
          Type: AWS::Kinesis::Stream
          Properties: {Name: events, ShardCount: 2, RetentionPeriodHours: 48}
        Failures:
          Type: AWS::SQS::Queue
          Properties: {QueueName: failures, VisibilityTimeout: 7}
        Archive: {Type: AWS::S3::Bucket}
      """;

  @TempDir private Path folder = Path.of("");

  private Path data() {
    return folder.resolve("data");
  }

  private Stack start(String template, Path data) throws IOException {
    var file = Files.writeString(folder.resolve("template.yaml"), template);
    return Stack.start(
        new StackOptions(
                file,
                Map.of(),
                "shop",
                0,
                FunctionMode.IN_PROCESS,
                StackClock.frozenAt(START),
                Optional.empty())
            .withData(data));
  }

  private static List<Record> changes(SdkClients clients, String arn) {
    var streams = clients.dynamoDbStreams();
    return streams.describeStream(d -> d.streamArn(arn)).streamDescription().shards().stream()
        .flatMap(shard -> {
          var iterator =
              streams
                  .getShardIterator(g ->
                      g.streamArn(arn)
                          .shardId(shard.shardId())
                          .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                  .shardIterator();
          return streams.getRecords(g -> g.shardIterator(iterator)).records().stream();
        })
        .toList();
  }

  private static void putItem(SdkClients clients, String id) {
    clients
        .dynamoDb()
        .putItem(p -> p.tableName("shop-Orders").item(Map.of("id", AttributeValue.fromS(id))));
  }

  @Test
  void everythingIsThereAfterAKill() throws IOException {
    Path left;
    String tableStream;
    List<Record> changes;
    try (var killed = start(TEMPLATE, data());
        var clients = new SdkClients(killed.endpoint())) {
      tableStream =
          clients
              .dynamoDb()
              .describeTable(d -> d.tableName("shop-Orders"))
              .table()
              .latestStreamArn();
      putItem(clients, "1");
      clients
          .kinesis()
          .putRecord(
              p -> p.streamName("events").partitionKey("k").data(SdkBytes.fromUtf8String("one")));
      clients
          .s3()
          .putObject(p -> p.bucket("shop-archive").key("a/b"), RequestBody.fromString("object"));
      clients.sqs().sendMessage(s -> s.queueUrl(killed.ref("Failures")).messageBody("failed"));
      changes = changes(clients, tableStream);
      left = DataCopy.of(data());
    }

    try (var stack = start(TEMPLATE, left);
        var clients = new SdkClients(stack.endpoint())) {
      var table = clients.dynamoDb().describeTable(d -> d.tableName("shop-Orders")).table();
      assertThat(table.latestStreamArn()).isEqualTo(tableStream);
      assertThat(changes(clients, tableStream)).hasSize(1).isEqualTo(changes);
      putItem(clients, "2");
      assertThat(changes(clients, tableStream)).hasSize(2);
      assertThat(clients.dynamoDb().scan(s -> s.tableName("shop-Orders")).items()).hasSize(2);
      assertThat(
              clients
                  .dynamoDb()
                  .describeTimeToLive(t -> t.tableName("shop-Orders"))
                  .timeToLiveDescription()
                  .attributeName())
          .isEqualTo("expires");
      var stream =
          clients
              .kinesis()
              .describeStreamSummary(s -> s.streamName("events"))
              .streamDescriptionSummary();
      assertThat(stream.openShardCount()).isEqualTo(2);
      assertThat(stream.retentionPeriodHours()).isEqualTo(48);
      assertThat(
              clients
                  .s3()
                  .getObjectAsBytes(g -> g.bucket("shop-archive").key("a/b"))
                  .asUtf8String())
          .isEqualTo("object");
      var queue = stack.ref("Failures");
      assertThat(
              clients
                  .sqs()
                  .getQueueAttributes(
                      q -> q.queueUrl(queue).attributeNames(QueueAttributeName.VISIBILITY_TIMEOUT))
                  .attributes())
          .containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "7");
      assertThat(clients.sqs().receiveMessage(r -> r.queueUrl(queue)).messages())
          .extracting(message -> message.body())
          .containsExactly("failed");
    }
  }

  @Test
  void whatCanBeChangedInPlaceIsChanged() throws IOException {
    start(TEMPLATE, data()).close();
    var changed =
        TEMPLATE
            .replace("ShardCount: 2", "ShardCount: 3")
            .replace("RetentionPeriodHours: 48", "RetentionPeriodHours: 24")
            .replace("VisibilityTimeout: 7", "VisibilityTimeout: 8");

    try (var stack = start(changed, data());
        var clients = new SdkClients(stack.endpoint())) {
      var stream =
          clients
              .kinesis()
              .describeStreamSummary(s -> s.streamName("events"))
              .streamDescriptionSummary();
      assertThat(stream.openShardCount()).isEqualTo(3);
      assertThat(stream.retentionPeriodHours()).isEqualTo(24);
      assertThat(
              clients
                  .sqs()
                  .getQueueAttributes(q ->
                      q.queueUrl(stack.ref("Failures"))
                          .attributeNames(QueueAttributeName.VISIBILITY_TIMEOUT))
                  .attributes())
          .containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "8");
    }
  }

  @Test
  void whatCannotBeChangedInPlaceIsRefusedByName() throws IOException {
    start(TEMPLATE, data()).close();
    var changed = TEMPLATE.replace("AttributeName: id", "AttributeName: number");

    assertThatThrownBy(() -> start(changed, data()))
        .isInstanceOf(TemplateException.class)
        .hasMessage(
            "Resources/Orders/Properties/AttributeDefinitions cannot be changed: data directory %s"
                + " holds AWS::DynamoDB::Table shop-Orders with"
                + " [{\"AttributeName\":\"id\",\"AttributeType\":\"S\"}], the template says"
                + " [{\"AttributeName\":\"number\",\"AttributeType\":\"S\"}]; name another --data"
                + " directory",
            data());
  }

  @Test
  void aResourceThatLeftTheTemplateStaysAndIsThereWhenItComesBack() throws IOException {
    try (var stack = start(TEMPLATE, data());
        var clients = new SdkClients(stack.endpoint())) {
      putItem(clients, "1");
    }
    start("Resources: {Archive: {Type: AWS::S3::Bucket}}", data()).close();

    try (var stack = start(TEMPLATE, data());
        var clients = new SdkClients(stack.endpoint())) {
      assertThat(clients.dynamoDb().scan(s -> s.tableName("shop-Orders")).items()).hasSize(1);
    }
  }

  @Test
  void aGlueTableIsKeptAndKeepsItsColumns() throws IOException {
    var template =
        """
        Resources:
          Shop:
            Type: AWS::Glue::Database
            Properties: {CatalogId: !Ref AWS::AccountId, DatabaseInput: {}}
          Orders:
            Type: AWS::Glue::Table
            Properties:
              CatalogId: !Ref AWS::AccountId
              DatabaseName: !Ref Shop
              TableInput: {Name: orders, StorageDescriptor: {Columns: [{Name: id, Type: bigint}]}}
        """;
    start(template, data()).close();
    start(template, data()).close();

    assertThatThrownBy(() -> start(template.replace("bigint", "string"), data()))
        .isInstanceOf(TemplateException.class)
        .hasMessageStartingWith("Resources/Orders/Properties/TableInput cannot be changed");
  }

  @Test
  void aResourceThatWasDeletedIsMadeAnew() throws IOException {
    try (var stack = start(TEMPLATE, data());
        var clients = new SdkClients(stack.endpoint())) {
      clients.kinesis().deleteStream(d -> d.streamName("events"));
    }

    try (var stack = start(TEMPLATE, data());
        var clients = new SdkClients(stack.endpoint())) {
      assertThat(clients.kinesis().listStreams().streamNames()).containsExactly("events");
    }
  }

  @Test
  void recordsAreDeliveredOnceEachThoughTheStackIsKilledWhileTheyAreOnTheirWay()
      throws IOException {
    var template =
        """
        Resources:
          Bucket: {Type: AWS::S3::Bucket}
          Lines:
            Type: AWS::Kinesis::Stream
            Properties: {Name: lines, ShardCount: 2}
          Delivery:
            Type: AWS::KinesisFirehose::DeliveryStream
            Properties:
              DeliveryStreamType: KinesisStreamAsSource
              KinesisStreamSourceConfiguration:
                {KinesisStreamARN: !GetAtt Lines.Arn, RoleARN: "arn:aws:iam::000000000000:role/r"}
              ExtendedS3DestinationConfiguration:
                BucketARN: !GetAtt Bucket.Arn
                RoleARN: arn:aws:iam::000000000000:role/r
                BufferingHints: {SizeInMBs: 5, IntervalInSeconds: 300}
        """;
    var expected = new ArrayList<String>();
    var data = data();
    for (int life = 0; life < 3; life++) {
      try (var stack = start(template, data);
          var clients = new SdkClients(stack.endpoint())) {
        for (int i = 0; i < 20; i++) {
          var line = life + "-" + i;
          clients
              .kinesis()
              .putRecord(p ->
                  p.streamName("lines")
                      .partitionKey(line)
                      .data(SdkBytes.fromUtf8String(line + ",")));
          expected.add(line);
        }
        data = DataCopy.of(data);
      }
    }

    try (var stack = start(template, data);
        var clients = new SdkClients(stack.endpoint())) {
      stack.drain(Duration.ofMinutes(1));

      var bucket = stack.ref("Bucket");
      var lines =
          clients.s3().listObjectsV2(l -> l.bucket(bucket)).contents().stream()
              .map(object ->
                  clients
                      .s3()
                      .getObjectAsBytes(g -> g.bucket(bucket).key(object.key()))
                      .asUtf8String())
              .flatMap(text -> Stream.of(text.split(",")))
              .toList();
      assertThat(lines).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void theClockNeverRunsBehindWhatItWas() throws IOException {
    try (var stack = start(TEMPLATE, data())) {
      stack.clock().advance(Duration.ofHours(3));
    }
    try (var stack = start(TEMPLATE, data())) {
      assertThat(stack.clock().instant()).isEqualTo(START.plus(Duration.ofHours(3)));
      stack.clock().advance(Duration.ofHours(1));
    }
    try (var stack = start(TEMPLATE, data())) {
      assertThat(stack.clock().instant()).isEqualTo(START.plus(Duration.ofHours(4)));
    }
  }

  @Test
  void twoStacksNeverShareADirectory() throws IOException {
    try (var _ = start(TEMPLATE, data())) {
      assertThatThrownBy(() -> start(TEMPLATE, data()))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("%s is in use by another stack", data());
    }
  }
}
