package dev.millrace.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.lambda.FunctionMode;
import dev.millrace.local.stack.handlers.PuttingHandler;
import dev.millrace.local.time.StackClock;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;

/// Stacks whose function lacks a permission, or has it.
class EnforcedIamTest {

  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String TABLE = "arn:aws:dynamodb:us-east-1:000000000000:table/orders";

  @TempDir private static Path folder = Path.of("");

  @BeforeAll
  static void copyCode() throws IOException, URISyntaxException {
    var classes =
        Path.of(PuttingHandler.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    var file = PuttingHandler.class.getName().replace('.', '/') + ".class";
    Files.createDirectories(folder.resolve("code").resolve(file).getParent());
    Files.copy(classes.resolve(file), folder.resolve("code").resolve(file));
  }

  private static StackOptions options(String policies, String more) throws IOException {
    var template =
        """
        Resources:
          Orders:
            Type: AWS::DynamoDB::Table
            Properties:
              TableName: orders
              BillingMode: PAY_PER_REQUEST
              AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
              KeySchema: [{AttributeName: id, KeyType: HASH}]
          Lines: {Type: AWS::Kinesis::Stream, Properties: {Name: lines, ShardCount: 1}}
          Failures: {Type: AWS::SQS::Queue, Properties: {QueueName: failures}}
          Writer:
            Type: AWS::Serverless::Function
            Properties:
              FunctionName: writer
              Handler: dev.millrace.local.stack.handlers.PuttingHandler
              Runtime: java25
              CodeUri: code
              %s
              Events:
                Line:
                  Type: Kinesis
                  Properties:
                    Stream: !GetAtt Lines.Arn
                    StartingPosition: TRIM_HORIZON
                    MaximumRetryAttempts: 1
                    DestinationConfig: {OnFailure: {Destination: !GetAtt Failures.Arn}}
        %s
        """
            .formatted(policies, more);
    return new StackOptions(
            Files.writeString(Files.createTempFile(folder, "template", ".yaml"), template),
            Map.of(),
            "shop",
            0,
            FunctionMode.IN_PROCESS,
            StackClock.frozenAt(START),
            Optional.empty())
        .withEnforcedIam();
  }

  private record Outcome(int items, int failures, String log) {}

  private static Outcome run(StackOptions options) {
    try (var stack = Stack.start(options);
        var clients = new SdkClients(stack.endpoint())) {
      clients
          .kinesis()
          .putRecord(
              put -> put.streamName("lines").partitionKey("a").data(SdkBytes.fromUtf8String("a")));
      stack.drain(PATIENCE);
      var failures = clients.sqs().receiveMessage(it -> it.queueUrl(stack.ref("Failures")));
      return new Outcome(
          clients.dynamoDb().scan(scan -> scan.tableName("orders")).count(),
          failures.messages().size(),
          String.join("\n", stack.logs().lines("writer")));
    }
  }

  @Test
  void aCallThatNoPolicyAllowsIsDeniedAndItsRecordGoesTheWayOfFailures() throws IOException {
    var role =
        """
          Reader:
            Type: AWS::IAM::Role
            Properties:
              RoleName: reader
              AssumeRolePolicyDocument: {}
              ManagedPolicyArns:
                - arn:aws:iam::aws:policy/service-role/AWSLambdaKinesisExecutionRole
          Reports:
            Type: AWS::IAM::Policy
            Properties:
              PolicyName: reports
              Roles: [!Ref Reader]
              PolicyDocument:
                Statement: [{Effect: Allow, Action: "sqs:Send*", Resource: !GetAtt Failures.Arn}]
        """;

    var outcome = run(options("Role: !GetAtt Reader.Arn", role));

    assertThat(outcome.items()).isZero();
    assertThat(outcome.failures()).isEqualTo(1);
    assertThat(outcome.log())
        .contains(
            "400 {\"",
            "AccessDeniedException",
            "User: arn:aws:sts::000000000000:assumed-role/reader/writer is not authorized to"
                + " perform: dynamodb:PutItem on resource: "
                + TABLE
                + " because no identity-based policy allows the dynamodb:PutItem action");
  }

  @Test
  void aCallThatAPolicyAllowsIsDone() throws IOException {
    var outcome = run(options("Policies: [{DynamoDBWritePolicy: {TableName: !Ref Orders}}]", ""));

    assertThat(outcome.items()).isEqualTo(1);
    assertThat(outcome.failures()).isZero();
  }

  @Test
  void servicesOutsideCannotBeTogetherWithEnforcedIam() throws IOException {
    var options = options("", "").with(OutsideServices.parse(List.of("http://127.0.0.1:1")));

    assertThatThrownBy(() -> Stack.start(options))
        .isInstanceOf(EndpointException.class)
        .hasMessageContaining("IAM cannot be enforced");
  }
}
