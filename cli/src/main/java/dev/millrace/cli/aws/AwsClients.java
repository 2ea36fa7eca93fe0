package dev.millrace.cli.aws;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The services that a run feeds and reads.
public record AwsClients(DynamoDbClient dynamo, KinesisClient kinesis, S3Client s3, SqsClient sqs)
    implements AutoCloseable {

  /// The region of a local stack.
  public static final String REGION = "us-east-1";

  /// Clients of a local stack; its credentials mean nothing, but the SDK wants some.
  public static AwsClients at(URI endpoint) {
    return new AwsClients(
        local(DynamoDbClient.builder(), endpoint).build(),
        local(KinesisClient.builder(), endpoint).build(),
        local(S3Client.builder().forcePathStyle(true), endpoint).build(),
        local(SqsClient.builder(), endpoint).build());
  }

  private static <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B local(
      B builder, URI endpoint) {
    return builder
        // by name: there may be other HTTP clients on the class path
        .httpClientBuilder(Apache5HttpClient.builder())
        .endpointOverride(endpoint)
        .region(Region.of(REGION))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
  }

  @Override
  public void close() {
    dynamo.close();
    kinesis.close();
    s3.close();
    sqs.close();
  }
}
