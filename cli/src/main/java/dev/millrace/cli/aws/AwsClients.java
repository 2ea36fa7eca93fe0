package dev.millrace.cli.aws;

import java.net.URI;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The services that a run feeds and reads.
public record AwsClients(DynamoDbClient dynamo, KinesisClient kinesis, S3Client s3, SqsClient sqs)
    implements AutoCloseable {

  /// Clients of a local stack.
  public static AwsClients at(URI endpoint) {
    var access = Access.at(endpoint);
    return new AwsClients(
        access.to(DynamoDbClient.builder()).build(),
        access.to(KinesisClient.builder()).build(),
        access.s3(),
        access.to(SqsClient.builder()).build());
  }

  @Override
  public void close() {
    dynamo.close();
    kinesis.close();
    s3.close();
    sqs.close();
  }
}
