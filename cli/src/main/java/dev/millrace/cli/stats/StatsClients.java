package dev.millrace.cli.stats;

import dev.millrace.cli.aws.Access;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.lambda.LambdaClient;

/// The services that tell what is there and what it has done.
public record StatsClients(
    KinesisClient kinesis, LambdaClient lambda, FirehoseClient firehose, CloudWatchClient metrics)
    implements AutoCloseable {

  public static StatsClients of(Access access) {
    return new StatsClients(
        access.to(KinesisClient.builder()).build(),
        access.to(LambdaClient.builder()).build(),
        access.to(FirehoseClient.builder()).build(),
        access.to(CloudWatchClient.builder()).build());
  }

  @Override
  public void close() {
    kinesis.close();
    lambda.close();
    firehose.close();
    metrics.close();
  }
}
