package dev.millrace.cli.replay;

import dev.millrace.cli.aws.Access;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The services that failed records are in, and are sent to.
public record ReplayClients(
    KinesisClient kinesis,
    DynamoDbStreamsClient streams,
    S3Client s3,
    SqsClient sqs,
    LambdaClient lambda)
    implements AutoCloseable {

  public static ReplayClients of(Access access) {
    return new ReplayClients(
        access.to(KinesisClient.builder()).build(),
        access.to(DynamoDbStreamsClient.builder()).build(),
        access.s3(),
        access.to(SqsClient.builder()).build(),
        access.to(LambdaClient.builder()).build());
  }

  @Override
  public void close() {
    kinesis.close();
    streams.close();
    s3.close();
    sqs.close();
    lambda.close();
  }
}
