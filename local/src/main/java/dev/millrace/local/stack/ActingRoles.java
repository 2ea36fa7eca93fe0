package dev.millrace.local.stack;

import dev.millrace.local.firehose.RoleAccess;
import dev.millrace.local.gateway.AwsException;
import dev.millrace.local.iam.Access;
import dev.millrace.local.iam.Authorization;
import dev.millrace.local.iam.Session;
import dev.millrace.local.mapping.DestinationArn;
import dev.millrace.local.mapping.FailureDestination;
import dev.millrace.local.mapping.FailureDestinations;
import dev.millrace.local.mapping.MappingConfig;
import dev.millrace.local.mapping.StreamClients;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

/// What mappings and delivery streams do in roles, where roles are limited.
///
/// Their calls carry a session of the role, so that the gateway decides about them as about any
/// other caller's.
final class ActingRoles {

  /// As Firehose calls its sessions.
  private static final String FIREHOSE = "AWSFirehoseToS3";

  private static final Reading CONSUMER =
      new Reading("kinesis", "SubscribeToShard Action", List.of("SubscribeToShard"));
  private static final Reading DYNAMODB =
      new Reading(
          "dynamodb",
          "GetRecords, GetShardIterator, DescribeStream, and ListStreams Actions",
          List.of("GetRecords", "GetShardIterator", "DescribeStream"));
  private static final Reading KINESIS =
      new Reading(
          "kinesis",
          "GetRecords, GetShardIterator, DescribeStream, ListShards, and ListStreams Actions",
          List.of("GetRecords", "GetShardIterator", "DescribeStream", "ListShards"));

  /// How a stream is read.
  ///
  /// @param text as Lambda names it
  private record Reading(String service, String text, List<String> actions) {

    static Reading of(String arn) {
      if (arn.contains("/consumer/")) {
        return CONSUMER;
      }
      return arn.contains(":kinesis:") ? KINESIS : DYNAMODB;
    }
  }

  private final Authorization authorization;
  private final SdkClients own;

  ActingRoles(Authorization authorization, SdkClients own) {
    this.authorization = authorization;
    this.own = own;
  }

  /// Where a mapping reads in its function's role.
  ///
  /// @throws IllegalArgumentException if the role may not read the stream, or not report failures
  StreamClients streams(MappingConfig mapping) {
    var session = Session.of(mapping.roleArn(), mapping.functionName());
    checkStream(session, mapping.streamArn());
    mapping.onFailure().ifPresent(arn -> checkDestination(session, arn));
    var clients = own.as(session);
    // DescribeStreamConsumer is Lambda's own business, no execution role needs to allow it
    var kinesis =
        Reading.of(mapping.streamArn()).equals(CONSUMER) ? own.kinesis() : clients.kinesis();
    return new StreamClients(kinesis, clients::kinesisAsync, clients.dynamoDbStreams());
  }

  private void checkStream(Session session, String arn) {
    var reading = Reading.of(arn);
    for (var action : reading.actions()) {
      check(
          session,
          Access.to(reading.service() + ":" + action, arn),
          "Cannot access stream %s. Please ensure the role can perform the %s on your stream in IAM."
              .formatted(arn, reading.text()));
    }
  }

  private void checkDestination(Session session, String arn) {
    var access =
        switch (DestinationArn.parse(arn).kind()) {
          case SQS -> Access.to("sqs:SendMessage", arn);
          case SNS -> Access.to("sns:Publish", arn);
          case S3 -> Access.to("s3:PutObject", arn + "/*");
        };
    var action = access.action().split(":", 2);
    check(
        session,
        access,
        "The provided execution role does not have permissions to call %s on %s."
            .formatted(action[1], action[0].toUpperCase(Locale.ROOT)));
  }

  private void check(Session session, Access access, String problem) {
    authorization
        .refusal(session, access)
        .ifPresent(refusal -> {
          throw new IllegalArgumentException(problem + " " + refusal.getMessage());
        });
  }

  /// Where a mapping reports what it gives up, in its function's role.
  FailureDestination destinations() {
    return new Destinations(own, new ConcurrentHashMap<>());
  }

  /// Nobody needs a permission to find a queue, for Lambda is told its ARN.
  private record Destinations(SdkClients own, Map<String, FailureDestination> byRole)
      implements FailureDestination {

    @Override
    public FailureDestination as(String roleArn) {
      return byRole.computeIfAbsent(
          roleArn,
          role -> {
            var clients = own.as(Session.of(role, "lambda"));
            return new FailureDestinations(own.sqs(), clients.sqs(), clients.sns(), clients.s3());
          });
    }

    @Override
    public void send(String arn, Message message) {
      throw new IllegalStateException("nobody sends to " + arn + " without a role");
    }

    @Override
    public void check(String arn) {
      new FailureDestinations(own.sqs(), own.sns(), own.s3()).check(arn);
    }
  }

  S3Client s3(String roleArn) {
    return firehose(roleArn).s3();
  }

  KinesisClient kinesis(String roleArn) {
    return firehose(roleArn).kinesis();
  }

  private SdkClients firehose(String roleArn) {
    return own.as(Session.of(roleArn, FIREHOSE));
  }

  /// What delivery streams do here without a call that a gateway could see.
  RoleAccess access() {
    return (roleArn, action, resource) -> {
      var refusal =
          authorization.refusal(Session.of(roleArn, FIREHOSE), Access.to(action, resource));
      if (refusal.isPresent()) {
        throw new AwsException(refusal.get().error(), String.valueOf(refusal.get().getMessage()));
      }
    };
  }
}
