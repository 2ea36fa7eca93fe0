package dev.millrace.clients;

import java.net.URI;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsAsyncClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.kinesis.common.ConfigsBuilder;
import software.amazon.kinesis.common.InitialPositionInStream;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.common.KinesisClientUtil;
import software.amazon.kinesis.common.StreamIdentifier;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.metrics.NullMetricsFactory;
import software.amazon.kinesis.processor.SingleStreamTracker;
import software.amazon.kinesis.retrieval.RetrievalSpecificConfig;
import software.amazon.kinesis.retrieval.fanout.FanOutConfig;
import software.amazon.kinesis.retrieval.polling.PollingConfig;

/// The only worker of an application of the Kinesis Client Library, reading from the oldest record.
final class Worker implements AutoCloseable {

  /// How it gets its records.
  enum Mode {
    POLLING,
    FAN_OUT
  }

  private static final long SOON = 200;

  private final KinesisAsyncClient kinesis;
  private final DynamoDbAsyncClient dynamoDb;
  private final CloudWatchAsyncClient cloudWatch;
  private final Scheduler scheduler;

  private Worker(Mode mode, URI endpoint, String stream, Consumer<Happening> sink) {
    kinesis =
        KinesisClientUtil.createKinesisAsyncClient(at(endpoint, KinesisAsyncClient.builder()));
    dynamoDb = netty(at(endpoint, DynamoDbAsyncClient.builder())).build();
    cloudWatch = netty(at(endpoint, CloudWatchAsyncClient.builder())).build();
    var tracker =
        new SingleStreamTracker(
            StreamIdentifier.singleStreamInstance(stream),
            InitialPositionInStreamExtended.newInitialPosition(
                InitialPositionInStream.TRIM_HORIZON));
    var configs =
        new ConfigsBuilder(
            tracker,
            "reader-" + UUID.randomUUID(),
            kinesis,
            dynamoDb,
            cloudWatch,
            "worker",
            () -> new ShardProcessor(sink));
    scheduler = scheduler(configs, retrieval(mode, stream, configs.applicationName()));
    Thread.ofPlatform().name("worker").daemon().start(scheduler);
  }

  static Worker start(Mode mode, URI endpoint, String stream, Consumer<Happening> sink) {
    return new Worker(mode, endpoint, stream, sink);
  }

  private RetrievalSpecificConfig retrieval(Mode mode, String stream, String application) {
    return switch (mode) {
      case POLLING ->
          new PollingConfig(stream, kinesis)
              .idleTimeBetweenReadsInMillis(2 * SOON)
              .usePollingConfigIdleTimeValue(true);
      case FAN_OUT -> new FanOutConfig(kinesis).streamName(stream).applicationName(application);
    };
  }

  private static Scheduler scheduler(ConfigsBuilder configs, RetrievalSpecificConfig retrieval) {
    var leases =
        configs
            .leaseManagementConfig()
            .failoverTimeMillis(5000)
            .leaseAssignmentIntervalMillis(5 * SOON)
            .shardSyncIntervalMillis(5 * SOON)
            .leasesRecoveryAuditorExecutionFrequencyMillis(5 * SOON);
    leases.workerUtilizationAwareAssignmentConfig().disableWorkerMetrics(true);
    return new Scheduler(
        configs.checkpointConfig(),
        configs
            .coordinatorConfig()
            .parentShardPollIntervalMillis(SOON)
            .shardConsumerDispatchPollIntervalMillis(SOON),
        leases,
        configs.lifecycleConfig(),
        configs.metricsConfig().metricsFactory(new NullMetricsFactory()),
        configs.processorConfig(),
        configs.retrievalConfig().retrievalSpecificConfig(retrieval));
  }

  private static <B extends AwsClientBuilder<B, ?>> B at(URI endpoint, B builder) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
  }

  private static <B extends AwsAsyncClientBuilder<B, ?>> B netty(B builder) {
    return builder.httpClientBuilder(NettyNioAsyncHttpClient.builder());
  }

  @Override
  public void close() {
    try {
      scheduler.startGracefulShutdown().get(60, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the worker does not stop", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      kinesis.close();
      dynamoDb.close();
      cloudWatch.close();
    }
  }
}
