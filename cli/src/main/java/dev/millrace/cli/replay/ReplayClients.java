package dev.millrace.cli.replay;

import dev.millrace.cli.aws.AwsClients;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
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

  /// Clients of a stack, or of the account and region of the usual AWS settings if there is none.
  public static ReplayClients of(Optional<URI> stack) {
    return new ReplayClients(
        configure(KinesisClient.builder(), stack).build(),
        configure(DynamoDbStreamsClient.builder(), stack).build(),
        configure(S3Client.builder().forcePathStyle(stack.isPresent()), stack).build(),
        configure(SqsClient.builder(), stack).build(),
        configure(LambdaClient.builder(), stack).build());
  }

  private static <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configure(
      B builder, Optional<URI> stack) {
    // by name: there may be other HTTP clients on the class path
    builder.httpClientBuilder(Apache5HttpClient.builder());
    stack.ifPresent(endpoint ->
        builder
            .endpointOverride(endpoint)
            .region(Region.of(AwsClients.REGION))
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"))));
    return builder;
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
