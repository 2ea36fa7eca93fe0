package dev.millrace.local.mapping;

import dev.millrace.local.mapping.MappingConfig.StartingPosition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/// A Kinesis stream as a registered consumer gets it: pushed by SubscribeToShard (enhanced
/// fan-out).
final class ConsumerSource implements StreamSource {

  private final KinesisSource stream;
  private final KinesisClient kinesis;
  private final KinesisAsyncClient pushing;
  private final MappingConfig config;

  /// @param pushing a client that speaks HTTP/2
  ConsumerSource(
      KinesisClient kinesis,
      KinesisAsyncClient pushing,
      MappingConfig config,
      InstantSource clock) {
    this.stream = new KinesisSource(kinesis, config, clock);
    this.kinesis = kinesis;
    this.pushing = pushing;
    this.config = config;
  }

  @Override
  public List<Shard> shards() {
    try {
      kinesis.describeStreamConsumer(request -> request.consumerARN(config.streamArn()));
    } catch (ResourceNotFoundException e) {
      throw StreamNotFoundException.consumer(config.streamArn(), e);
    }
    return stream.shards();
  }

  @Override
  public Place find(String shardId, StartingPosition position) {
    return stream.find(shardId, position);
  }

  @Override
  public ShardReader open(String shardId, Place place, Instant notBefore) {
    return new ConsumerReader(kinesis, pushing, config, shardId, place);
  }

  /// Looking costs nothing: what was pushed is here.
  @Override
  public Duration pollInterval() {
    return Duration.ofSeconds(1);
  }

  @Override
  public Duration settleTime() {
    return Duration.ZERO;
  }
}
