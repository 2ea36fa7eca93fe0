package dev.millrace.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.lambda.FunctionMode;
import dev.millrace.local.rules.Proves;
import dev.millrace.local.rules.Rule;
import dev.millrace.local.time.StackClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class StackTest {

  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir private Path folder = Path.of("");

  private StackOptions options(String template, int port) throws IOException {
    var file = Files.writeString(folder.resolve("template.yaml"), template);
    return new StackOptions(
        file,
        Map.of("Stage", "test"),
        "shop",
        port,
        FunctionMode.IN_PROCESS,
        StackClock.frozenAt(START),
        Optional.empty());
  }

  @Test
  void resourcesAreCreatedAsTheTemplateSays() throws IOException {
    var template =
        """
        Parameters:
          Stage: {Type: String}
        Conditions:
          IsLive: !Equals [!Ref Stage, live]
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
            Properties: {Name: !Sub "events-${Stage}", ShardCount: 2, RetentionPeriodHours: 48}
          Failures:
            Type: AWS::SQS::Queue
            Properties: {QueueName: failures, VisibilityTimeout: 7}
          Archive: {Type: AWS::S3::Bucket}
          OnlyLive:
            Type: AWS::SQS::Queue
            Condition: IsLive
        Outputs:
          QueueArn: {Value: !GetAtt Failures.Arn}
          TableStream: {Value: !GetAtt Orders.StreamArn}
        """;

    try (var stack = Stack.start(options(template, 0));
        var clients = new SdkClients(stack.endpoint())) {
      var table = clients.dynamoDb().describeTable(t -> t.tableName("shop-Orders")).table();
      var stream = clients.kinesis().describeStreamSummary(s -> s.streamName("events-test"));
      var queue =
          clients
              .sqs()
              .getQueueAttributes(q ->
                  q.queueUrl(stack.ref("Failures"))
                      .attributeNames(QueueAttributeName.VISIBILITY_TIMEOUT));

      assertThat(stack.outputs())
          .containsEntry("QueueArn", "arn:aws:sqs:us-east-1:000000000000:failures")
          .containsEntry("TableStream", table.latestStreamArn());
      assertThat(
              clients
                  .dynamoDb()
                  .describeTimeToLive(t -> t.tableName("shop-Orders"))
                  .timeToLiveDescription()
                  .attributeName())
          .isEqualTo("expires");
      assertThat(stream.streamDescriptionSummary().openShardCount()).isEqualTo(2);
      assertThat(stream.streamDescriptionSummary().retentionPeriodHours()).isEqualTo(48);
      assertThat(queue.attributes()).containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "7");
      assertThat(clients.s3().listBuckets().buckets())
          .extracting(bucket -> bucket.name())
          .containsExactly("shop-archive");
      assertThat(clients.sqs().listQueues().queueUrls()).containsExactly(stack.ref("Failures"));
    }
  }

  @Test
  void aMappingPassesOverWhatItsFiltersDoNotMatch() throws IOException {
    var template =
        """
        Parameters:
          Stage: {Type: String}
        Resources:
          Lines:
            Type: AWS::Kinesis::Stream
            Properties: {Name: lines, ShardCount: 1}
          Reader:
            Type: AWS::Serverless::Function
            Properties:
              Handler: a.B
              Runtime: java25
              CodeUri: .
              Events:
                Line:
                  Type: Kinesis
                  Properties:
                    Stream: !GetAtt Lines.Arn
                    StartingPosition: TRIM_HORIZON
                    FilterCriteria:
                      Filters:
                        - Pattern: '{"data": {"speed": [{"numeric": [">", 100]}]}}'
                        - Pattern: !Sub '{"partitionKey": ["${Stage}"]}'
        """;

    try (var stack = Stack.start(options(template, 0));
        var clients = new SdkClients(stack.endpoint())) {
      clients
          .kinesis()
          .putRecord(p ->
              p.streamName("lines")
                  .partitionKey("k")
                  .data(SdkBytes.fromUtf8String("{\"speed\": 100}")));

      stack.drain(Duration.ofMinutes(1));

      var mapping = stack.mappings().getFirst();
      assertThat(mapping.recordsFiltered()).isEqualTo(1);
      assertThat(mapping.lastProcessingResult()).isEqualTo("No records processed");
    }
  }

  @Test
  @Proves(Rule.CONSUMER_SOURCE)
  void aConsumerIsRegisteredAndItsMappingReads() throws IOException {
    var template =
        """
        Parameters:
          Stage: {Type: String}
        Resources:
          Lines:
            Type: AWS::Kinesis::Stream
            Properties: {Name: lines, ShardCount: 1}
          Pushed:
            Type: AWS::Kinesis::StreamConsumer
            Properties: {ConsumerName: !Sub "reader-${Stage}", StreamARN: !GetAtt Lines.Arn}
          Reader:
            Type: AWS::Serverless::Function
            Properties:
              Handler: a.B
              Runtime: java25
              CodeUri: .
              Events:
                Line:
                  Type: Kinesis
                  Properties:
                    Stream: !Ref Pushed
                    StartingPosition: TRIM_HORIZON
                    FilterCriteria: {Filters: [{Pattern: '{"partitionKey": ["none"]}'}]}
        Outputs:
          Arn: {Value: !GetAtt Pushed.ConsumerARN}
          Name: {Value: !GetAtt Pushed.ConsumerName}
          Status: {Value: !GetAtt Pushed.ConsumerStatus}
          Created: {Value: !GetAtt Pushed.ConsumerCreationTimestamp}
          Stream: {Value: !GetAtt Pushed.StreamARN}
        """;

    try (var stack = Stack.start(options(template, 0));
        var clients = new SdkClients(stack.endpoint())) {
      clients
          .kinesis()
          .putRecord(
              p -> p.streamName("lines").partitionKey("k").data(SdkBytes.fromUtf8String("a")));

      stack.drain(Duration.ofMinutes(1));

      var stream = "arn:aws:kinesis:us-east-1:000000000000:stream/lines";
      assertThat(stack.mappings().getFirst().recordsFiltered()).isEqualTo(1);
      assertThat(stack.ref("Pushed"))
          .isEqualTo(stream + "/consumer/reader-test:" + START.getEpochSecond());
      assertThat(stack.outputs())
          .containsEntry("Arn", stack.ref("Pushed"))
          .containsEntry("Name", "reader-test")
          .containsEntry("Status", "ACTIVE")
          .containsEntry("Created", START.toString())
          .containsEntry("Stream", stream);
    }
  }

  @Test
  void aMappingThatIsNotEnabledIsThereAndDisabled() throws IOException {
    Files.createDirectories(folder.resolve("code"));
    var template =
        """
        Resources:
          Clicks:
            Type: AWS::Kinesis::Stream
            Properties: {Name: clicks, ShardCount: 1}
          Counter:
            Type: AWS::Serverless::Function
            Properties:
              FunctionName: counter
              Handler: a.B
              Runtime: java25
              CodeUri: code
              Events:
                Clicks:
                  Type: Kinesis
                  Properties: {Stream: !GetAtt Clicks.Arn, StartingPosition: LATEST, Enabled: false}
        """;

    var options = options(template, 0);
    try (var stack = Stack.start(withoutParameters(options));
        var http = HttpClient.newHttpClient()) {
      var path = stack.endpoint() + "/2015-03-31/event-source-mappings/?FunctionName=counter";
      var list =
          http.send(
              HttpRequest.newBuilder(URI.create(path)).build(),
              HttpResponse.BodyHandlers.ofString());

      assertThat(stack.mappings()).extracting(each -> each.state()).containsExactly("Disabled");
      assertThat(list.body()).contains("\"State\":\"Disabled\"", "function:counter");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static StackOptions withoutParameters(StackOptions options) {
    return new StackOptions(
        options.template(),
        Map.of(),
        options.stackName(),
        options.port(),
        options.functions(),
        options.clock(),
        options.logs());
  }

  @Test
  void drainingMovesTheClockUntilNothingWaitsForIt() throws IOException {
    var template =
        """
        Parameters:
          Stage: {Type: String}
        Resources:
          Bucket: {Type: AWS::S3::Bucket}
          Lines:
            Type: AWS::Kinesis::Stream
            Properties: {Name: lines, ShardCount: 1}
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

    try (var stack = Stack.start(options(template, 0));
        var clients = new SdkClients(stack.endpoint())) {
      clients
          .kinesis()
          .putRecord(
              p -> p.streamName("lines").partitionKey("k").data(SdkBytes.fromUtf8String("a\\n")));

      stack.drain(Duration.ofMinutes(1));

      assertThat(stack.clock().instant()).isEqualTo(START.plusSeconds(300));
      assertThat(clients.s3().listObjectsV2(l -> l.bucket(stack.ref("Bucket"))).contents())
          .hasSize(1);
    }
  }

  @Test
  void deliveryStreamsConvertByATableOfTheTemplateAndTransform() throws IOException {
    var template =
        """
        Parameters:
          Stage: {Type: String}
        Resources:
          Bucket: {Type: AWS::S3::Bucket}
          Shop:
            Type: AWS::Glue::Database
            Properties: {CatalogId: !Ref AWS::AccountId, DatabaseInput: {Name: shop}}
          Orders:
            Type: AWS::Glue::Table
            Properties:
              CatalogId: !Ref AWS::AccountId
              DatabaseName: !Ref Shop
              TableInput:
                Name: orders
                StorageDescriptor: {Columns: [{Name: id, Type: bigint}]}
          Delivery:
            Type: AWS::KinesisFirehose::DeliveryStream
            Properties:
              DeliveryStreamName: orders
              ExtendedS3DestinationConfiguration:
                BucketARN: !GetAtt Bucket.Arn
                RoleARN: arn:aws:iam::000000000000:role/r
                DataFormatConversionConfiguration:
                  Enabled: true
                  SchemaConfiguration:
                    DatabaseName: !Ref Shop
                    TableName: !Ref Orders
                    RoleARN: arn:aws:iam::000000000000:role/r
                  InputFormatConfiguration: {Deserializer: {OpenXJsonSerDe: {}}}
                  OutputFormatConfiguration: {Serializer: {ParquetSerDe: {}}}
          Changed:
            Type: AWS::KinesisFirehose::DeliveryStream
            Properties:
              DeliveryStreamName: changed
              Tags: [{Key: team, Value: data}]
              ExtendedS3DestinationConfiguration:
                BucketARN: !GetAtt Bucket.Arn
                RoleARN: arn:aws:iam::000000000000:role/r
                ErrorOutputPrefix: failed/
                ProcessingConfiguration:
                  Enabled: true
                  Processors:
                    - Type: Lambda
                      Parameters:
                        - {ParameterName: LambdaArn, ParameterValue: !Sub "arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:gone"}
                        - {ParameterName: NumberOfRetries, ParameterValue: "0"}
          Indexed:
            Type: AWS::KinesisFirehose::DeliveryStream
            Properties:
              AmazonopensearchserviceDestinationConfiguration:
                ClusterEndpoint: http://127.0.0.1:9
                IndexName: orders
                RoleARN: arn:aws:iam::000000000000:role/r
                S3Configuration:
                  {BucketARN: !GetAtt Bucket.Arn, RoleARN: "arn:aws:iam::000000000000:role/r"}
        """;

    try (var stack = Stack.start(options(template, 0));
        var clients = new SdkClients(stack.endpoint())) {
      stack.drain(Duration.ofMinutes(1));

      for (var name : List.of("orders", "changed")) {
        assertThat(
                new AwsApi(stack.endpoint())
                    .call(
                        "Firehose_20150804.PutRecord",
                        Map.of(
                            "DeliveryStreamName", name, "Record", Map.of("Data", "eyJpZCI6MX0=")))
                    .has("RecordId"))
            .isTrue();
      }
      stack.drain(Duration.ofMinutes(1));

      assertThat(clients.s3().listObjectsV2(l -> l.bucket(stack.ref("Bucket"))).contents())
          .extracting(S3Object::key)
          .satisfiesExactlyInAnyOrder(
              key -> assertThat(key).endsWith(".parquet"),
              key -> assertThat(key).startsWith("failed/processing-failed/"));
      assertThat(
              new AwsApi(stack.endpoint())
                  .call(
                      "Firehose_20150804.ListTagsForDeliveryStream",
                      Map.of("DeliveryStreamName", "changed"))
                  .toString())
          .contains("team", "data");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          {Type: AWS::Glue::Database, Properties: {CatalogId: 1}} ~ Resources/It/Properties/DatabaseInput is required
          {Type: AWS::Glue::Database, Properties: {CatalogId: 1, DatabaseInput: {Name: x}}} ~ Resources/It cannot be created: AWSGlue.CreateDatabase: EntityNotFoundException
          {Type: AWS::Glue::Table, Properties: {CatalogId: "000000000000", DatabaseName: x, TableInput: {Colour: red}}} ~ Resources/It cannot be created: AWSGlue.CreateTable: ValidationException
          {Type: AWS::MSK::Cluster} ~ Resources/It: the type AWS::MSK::Cluster is not supported by the local stack; --skip It leaves it out
          {Type: AWS::SQS::Queue, Properties: {Colour: red}} ~ Resources/It/Properties/Colour is not supported by the local stack
          {Type: AWS::Kinesis::Stream, Properties: {ShardCount: many}} ~ Resources/It/Properties/ShardCount must be a whole number, was many
          {Type: AWS::Kinesis::Stream, Properties: {ShardCount: 0}} ~ Resources/It cannot be created: Kinesis_20131202.CreateStream: ValidationException
          {Type: AWS::DynamoDB::Table} ~ Resources/It cannot be created: DynamoDB_20120810.CreateTable: ValidationException
          {Type: AWS::Serverless::Function, Properties: {Handler: a.B, Runtime: java25, CodeUri: nowhere}} ~ Resources/It/Properties/CodeUri names
          {Type: AWS::Serverless::Function, Properties: {Handler: a.B, Runtime: nodejs22.x, CodeUri: .}} ~ Resources/It/Properties/Runtime must be one of java25, java21, java17, java11, java8.al2 (--skip It leaves the function out), was nodejs22.x
          {Type: AWS::Serverless::Function, Properties: {Handler: a.B, Runtime: java25, CodeUri: ., Layers: [x]}} ~ Resources/It/Properties/Layers must be layers of this template, was x
          {Type: AWS::Serverless::Function, Properties: {Handler: a.B, Runtime: java25, CodeUri: ., Events: {E: {Type: Api}}}} ~ Resources/It/Properties/Events/E/Type must be Kinesis or DynamoDB, others are not supported (--skip It.E leaves it out), was Api
          {Type: AWS::Serverless::Function, Properties: {Handler: a.B, Runtime: java25, CodeUri: ., Events: {E: {Type: Kinesis, Properties: {Stream: s, StartingPosition: MIDDLE}}}}} ~ Resources/It/Properties/Events/E/Properties/StartingPosition must be TRIM_HORIZON, LATEST or AT_TIMESTAMP, was MIDDLE
          {Type: AWS::Serverless::Function, Properties: {Handler: a.B, Runtime: java25, CodeUri: ., Events: {E: {Type: Kinesis, Properties: {Stream: "arn:aws:kinesis:us-east-1:000000000000:stream/s", StartingPosition: LATEST, FilterCriteria: {Pattern: x}}}}}} ~ Resources/It/Properties/Events/E/Properties/FilterCriteria/Pattern is not supported by the local stack
          {Type: AWS::Serverless::Function, Properties: {Handler: a.B, Runtime: java25, CodeUri: ., Events: {E: {Type: Kinesis, Properties: {Stream: "arn:aws:kinesis:us-east-1:000000000000:stream/s", StartingPosition: LATEST, FilterCriteria: {Filters: [{}]}}}}}} ~ Resources/It/Properties/Events/E/Properties/FilterCriteria/Filters/0/Pattern is required
          {Type: AWS::Serverless::Function, Properties: {Handler: a.B, Runtime: java25, CodeUri: ., Events: {E: {Type: Kinesis, Properties: {Stream: "arn:aws:kinesis:us-east-1:000000000000:stream/s", StartingPosition: LATEST, FilterCriteria: {Filters: [{Pattern: '{"data": {"a": [1]}}', Name: n}]}}}}}} ~ Resources/It/Properties/Events/E/Properties/FilterCriteria/Filters/0/Name is not supported by the local stack
          {Type: AWS::Serverless::Function, Properties: {Handler: a.B, Runtime: java25, CodeUri: ., Events: {E: {Type: Kinesis, Properties: {Stream: "arn:aws:kinesis:us-east-1:000000000000:stream/s", StartingPosition: LATEST, FilterCriteria: {Filters: [{Pattern: '{"data": {"a": [{"wildcard": "*"}]}}'}]}}}}}} ~ Resources/It cannot be created: Invalid filter pattern definition. /data/a operator wildcard is not supported
          {Type: AWS::Serverless::Function, Properties: {Handler: a.B, Runtime: java25, CodeUri: ., Events: {E: {Type: Kinesis, Properties: {Stream: "arn:aws:kinesis:us-east-1:000000000000:stream/s", StartingPosition: LATEST, BatchSize: 0}}}}} ~ Resources/It cannot be created
          {Type: AWS::Serverless::Function, Properties: {Handler: a.B, Runtime: java25, CodeUri: ., Events: {E: {Type: Kinesis, Properties: {Stream: "arn:aws:kinesis:us-east-1:000000000000:stream/s", StartingPosition: LATEST, ParallelizationFactor: 11}}}}} ~ Resources/It cannot be created
          {Type: AWS::Serverless::Function, Properties: {Handler: a.B, Runtime: java25, CodeUri: ., Events: {E: {Type: Kinesis, Properties: {Stream: "arn:aws:kinesis:us-east-1:000000000000:stream/s", StartingPosition: LATEST, ParallelizationFactor: 2, TumblingWindowInSeconds: 60}}}}} ~ Resources/It cannot be created: parallelizationFactor must be 1 together with tumblingWindowInSeconds, was 2 with 60
          """)
  void whatCannotBeRunIsRefusedByNameAndLeavesNoPortOpen(String resource, String message)
      throws IOException {
    var port = freePort();

    assertThatThrownBy(() ->
            Stack.start(
                options(
                    "{Parameters: {Stage: {Type: String}}, Resources: {It: " + resource + "}}",
                    port)))
        .isInstanceOf(TemplateException.class)
        .hasMessageStartingWith(message);
    new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
