package dev.millrace.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.lambda.FunctionMode;
import dev.millrace.local.time.StackClock;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A guest of an identity pool who may read one stream and do nothing else.
class EnforcedGuestTest {

  private static final String GUEST =
      "User: arn:aws:sts::000000000000:assumed-role/visitor/CognitoIdentityCredentials is not"
          + " authorized to perform: ";
  private static final String TEMPLATE =
      """
      Resources:
        Open: {Type: AWS::Kinesis::Stream, Properties: {Name: open, ShardCount: 1}}
        Closed: {Type: AWS::Kinesis::Stream, Properties: {Name: closed, ShardCount: 1}}
        Orders:
          Type: AWS::DynamoDB::Table
          Properties:
            TableName: orders
            BillingMode: PAY_PER_REQUEST
            AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
            KeySchema: [{AttributeName: id, KeyType: HASH}]
            StreamSpecification: {StreamViewType: NEW_IMAGE}
        Archive: {Type: AWS::S3::Bucket, Properties: {BucketName: archive}}
        Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: queue}}
        Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: topic}}
        Guest:
          Type: AWS::IAM::Role
          Properties:
            RoleName: visitor
            AssumeRolePolicyDocument: {}
            Policies:
              - PolicyName: read
                PolicyDocument:
                  Version: "2012-10-17"
                  Statement:
                    - Effect: Allow
                      Action: [kinesis:DescribeStream*, kinesis:Get*, kinesis:ListShards]
                      Resource: !GetAtt Open.Arn
                    - Effect: Allow
                      Action: dynamodb:*
                      Resource: !GetAtt Orders.StreamArn
        Visitors:
          Type: AWS::Cognito::IdentityPool
          Properties: {IdentityPoolName: visitors, AllowUnauthenticatedIdentities: true}
        VisitorRoles:
          Type: AWS::Cognito::IdentityPoolRoleAttachment
          Properties:
            IdentityPoolId: !Ref Visitors
            Roles: {unauthenticated: !GetAtt Guest.Arn}
      """;

  @TempDir private static Path folder = Path.of("");
  private static Stack stack;
  private static SdkClients root;
  private static SdkClients guest;

  @BeforeAll
  static void start() throws Exception {
    stack =
        Stack.start(
            new StackOptions(
                    Files.writeString(folder.resolve("template.yaml"), TEMPLATE),
                    Map.of(),
                    "shop",
                    0,
                    FunctionMode.IN_PROCESS,
                    StackClock.frozenAt(Instant.parse("2026-03-01T12:00:00Z")),
                    Optional.empty())
                .withEnforcedIam());
    root = new SdkClients(stack.endpoint());
    put("open", "hello");
    put("closed", "secret");
    root.s3().putObject(it -> it.bucket("archive").key("a"), RequestBody.fromString("a"));
    guest = new SdkClients(stack.endpoint(), credentials());
  }

  private static void put(String stream, String text) {
    root.kinesis()
        .putRecord(
            it -> it.streamName(stream).partitionKey("a").data(SdkBytes.fromUtf8String(text)));
  }

  /// As a page in a browser gets them.
  private static AwsSessionCredentials credentials() throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var pool = "{\"IdentityPoolId\":\"%s\"}".formatted(stack.ref("Visitors"));
      var id = post(http, "AWSCognitoIdentityService.GetId", pool);
      var given =
          post(http, "AWSCognitoIdentityService.GetCredentialsForIdentity", id.toString())
              .path("Credentials");
      return AwsSessionCredentials.create(
          given.path("AccessKeyId").asString(),
          given.path("SecretKey").asString(),
          given.path("SessionToken").asString());
    }
  }

  private static JsonNode post(HttpClient http, String target, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(stack.endpoint())
            .header("X-Amz-Target", target)
            .header("Content-Type", "application/x-amz-json-1.1")
            .POST(BodyPublishers.ofString(body))
            .build();
    return JsonMapper.shared().readTree(http.send(request, BodyHandlers.ofString()).body());
  }

  @AfterAll
  static void stop() {
    guest.close();
    root.close();
    stack.close();
  }

  private static String iterator(KinesisClient kinesis, String stream) {
    return kinesis
        .getShardIterator(it ->
            it.streamName(stream)
                .shardId("shardId-000000000000")
                .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
        .shardIterator();
  }

  @Test
  void aGuestReadsTheStreamOfItsRole() {
    var kinesis = guest.kinesis();

    assertThat(kinesis.describeStreamSummary(it -> it.streamName("open"))).isNotNull();
    assertThat(kinesis.listShards(it -> it.streamName("open")).shards()).hasSize(1);
    var iterator = iterator(kinesis, "open");
    assertThat(kinesis.getRecords(it -> it.shardIterator(iterator)).records())
        .extracting(record -> record.data().asUtf8String())
        .containsExactly("hello");
  }

  @Test
  void anIteratorOfDynamoDbTellsItsStream() {
    var streams = guest.dynamoDbStreams();
    var arn = root.dynamoDb().describeTable(it -> it.tableName("orders")).table().latestStreamArn();
    var shard =
        streams.describeStream(it -> it.streamArn(arn)).streamDescription().shards().getFirst();
    var iterator =
        streams
            .getShardIterator(
                it -> it.streamArn(arn).shardId(shard.shardId()).shardIteratorType("TRIM_HORIZON"))
            .shardIterator();

    assertThat(streams.getRecords(it -> it.shardIterator(iterator)).records()).isEmpty();
  }

  private static Arguments denied(
      String action, String resource, String code, int status, Consumer<SdkClients> call) {
    return Arguments.of(action, resource, code, status, call);
  }

  static Stream<Arguments> others() {
    var kinesis = "arn:aws:kinesis:us-east-1:000000000000:stream/";
    var refused = "AccessDeniedException";
    return Stream.of(
        denied(
            "kinesis:PutRecord",
            kinesis + "open",
            refused,
            400,
            by ->
                by.kinesis()
                    .putRecord(it ->
                        it.streamName("open")
                            .partitionKey("a")
                            .data(SdkBytes.fromUtf8String("a")))),
        denied(
            "kinesis:GetShardIterator",
            kinesis + "closed",
            refused,
            400,
            by -> iterator(by.kinesis(), "closed")),
        denied(
            "kinesis:GetRecords",
            kinesis + "closed",
            refused,
            400,
            by -> {
              var iterator = iterator(root.kinesis(), "closed");
              by.kinesis().getRecords(it -> it.shardIterator(iterator));
            }),
        denied("kinesis:ListStreams", "*", refused, 400, by -> by.kinesis().listStreams()),
        denied(
            "dynamodb:Scan",
            "arn:aws:dynamodb:us-east-1:000000000000:table/orders",
            refused,
            400,
            by -> by.dynamoDb().scan(it -> it.tableName("orders"))),
        denied(
            "s3:GetObject",
            "\"arn:aws:s3:::archive/a\"",
            "AccessDenied",
            403,
            by -> by.s3().getObjectAsBytes(it -> it.bucket("archive").key("a"))),
        denied(
            "s3:PutObject",
            "\"arn:aws:s3:::archive/b\"",
            "AccessDenied",
            403,
            by ->
                by.s3()
                    .putObject(
                        it -> it.bucket("archive").key("b"),
                        RequestBody.fromBytes(new byte[1 << 20]))),
        denied(
            "s3:ListBucket",
            "\"arn:aws:s3:::archive\"",
            "AccessDenied",
            403,
            by -> by.s3().listObjectsV2(it -> it.bucket("archive"))),
        denied(
            "sqs:sendmessage",
            "arn:aws:sqs:us-east-1:000000000000:queue",
            "AccessDenied",
            403,
            by -> by.sqs().sendMessage(it -> it.queueUrl(stack.ref("Queue")).messageBody("a"))),
        denied(
            "SNS:Publish",
            "arn:aws:sns:us-east-1:000000000000:topic",
            "AuthorizationError",
            403,
            by -> by.sns().publish(it -> it.topicArn(stack.ref("Topic")).message("a"))));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("others")
  void aGuestIsDeniedEverythingElseInTheServicesOwnForm(
      String action, String resource, String code, int status, Consumer<SdkClients> call) {
    var on = resource.equals("*") ? "" : " on resource: " + resource;

    assertThatThrownBy(() -> call.accept(guest))
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            e -> {
              assertThat(e.awsErrorDetails().errorMessage())
                  .isEqualTo(
                      GUEST
                          + action
                          + on
                          + " because no identity-based policy allows the "
                          + action
                          + " action");
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(e.statusCode()).isEqualTo(status);
            });
    call.accept(root);
  }

  @Test
  void aCallThatNobodyKnowsTheActionOfIsDeniedToARole() {
    assertThatThrownBy(
            () -> guest.dynamoDb().executeStatement(it -> it.statement("SELECT * FROM orders")))
        .isInstanceOf(AwsServiceException.class)
        .hasMessageContaining(
            GUEST + "DynamoDB_20120810.ExecuteStatement, for no IAM action of it is known here");
  }
}
