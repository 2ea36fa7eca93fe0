package dev.millrace.local.mapping;

import dev.millrace.local.lambda.Invoker;
import dev.millrace.local.mapping.MappingConfig.StartingPosition;
import dev.millrace.local.mapping.StreamSignals.Subscription;
import dev.millrace.local.time.Activity;
import dev.millrace.local.time.StackClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/// Event source mappings: read streams and feed functions, as Lambda does.
///
/// Batches, retries, splits, windows and failure messages follow AWS; `ShardMachine` says where AWS
/// leaves the choice open. Delays (batching windows, back-off, tumbling windows, ages) run on the
/// stack's clock. Polling runs in real time, once a second per Kinesis shard and four times a
/// second per DynamoDB shard, or at once when a server in this process signals a new record.
///
/// Deviates from AWS: a record is retried without limit if neither a retry nor an age limit is set,
/// even after it left the stream. Positions live in memory, as long as the mapping.
public final class EventSourceMappings implements AutoCloseable {

  private static final Duration GRACE = Duration.ofSeconds(2);

  private final Ports ports;
  private final Function<MappingConfig, StreamSource> sources;
  private final StreamSignals signals;
  private final Activity activity;
  private final Map<String, Running> running = new ConcurrentSkipListMap<>();

  private record Running(Mapping mapping, Subscription subscription) {}

  /// @param clock the stack's time
  /// @param invoker calls the functions
  /// @param kinesis where Kinesis streams are read
  /// @param dynamoDb where DynamoDB streams are read
  /// @param destination takes the messages about records that were given up
  /// @param signals of the servers in this process; a fresh one if there are none
  /// @param activity hears of every change
  public EventSourceMappings(
      StackClock clock,
      Invoker invoker,
      KinesisClient kinesis,
      DynamoDbStreamsClient dynamoDb,
      FailureDestination destination,
      StreamSignals signals,
      Activity activity) {
    this(
        clock,
        invoker,
        destination,
        signals,
        activity,
        config ->
            switch (StreamArn.parse(config.streamArn()).kind()) {
              case KINESIS -> new KinesisSource(kinesis, config, clock);
              case DYNAMODB -> new DynamoDbSource(dynamoDb, config, clock);
            });
  }

  EventSourceMappings(
      StackClock clock,
      Invoker invoker,
      FailureDestination destination,
      StreamSignals signals,
      Activity activity,
      Function<MappingConfig, StreamSource> sources) {
    this.activity = activity;
    this.ports = new Ports(clock, invoker, destination, activity);
    this.sources = sources;
    this.signals = signals;
  }

  /// Starts a mapping. When this returns, its starting position is fixed: with LATEST, every record
  /// that is put from now on is delivered.
  ///
  /// @throws IllegalArgumentException if a setting cannot work or the stream does not exist
  public void start(MappingConfig config) {
    if (config.startingPosition() instanceof StartingPosition.AtTimestamp(var time)
        && time.isAfter(ports.clock().instant())) {
      throw new IllegalArgumentException(
          "startingPositionTimestamp must not be in the future, was " + time);
    }
    config.onFailure().ifPresent(ports.destination()::check);
    var mapping = new Mapping(config, sources.apply(config), ports);
    var subscription = signals.listen(config.streamArn(), mapping::signal);
    if (running.putIfAbsent(config.uuid(), new Running(mapping, subscription)) != null) {
      subscription.close();
      throw new IllegalArgumentException("mapping " + config.uuid() + " runs already");
    }
    try {
      mapping.start();
    } catch (RuntimeException e) {
      stop(config.uuid());
      throw e;
    }
  }

  /// Stops one mapping and forgets its position; without effect if there is none.
  public void stop(String uuid) {
    var stopped = running.remove(uuid);
    if (stopped != null) {
      stop(List.of(stopped));
    }
  }

  /// How every mapping is doing, ordered by uuid.
  public List<MappingStatus> statuses() {
    return running.values().stream().map(each -> each.mapping().status()).toList();
  }

  /// Whether only new records or the stack's clock can make anything happen: nothing is being
  /// fetched, invoked or reported, nothing is due in real time, and every shard was read to its end
  /// since the last signal.
  public boolean idle() {
    return activity.isStill(this::isQuiet);
  }

  /// Waits until the mappings are idle; false if they are not within the time.
  public boolean awaitIdle(Duration atMost) throws InterruptedException {
    return activity.awaitStill(this::isQuiet, atMost);
  }

  private boolean isQuiet() {
    return running.values().stream().noneMatch(each -> each.mapping().isBusy());
  }

  /// Stops all mappings. Invocations under way get a moment to end.
  @Override
  public void close() {
    var all = List.copyOf(running.values());
    running.clear();
    stop(all);
  }

  private void stop(List<Running> stopped) {
    for (var each : stopped) {
      each.subscription().close();
      each.mapping().stop();
    }
    try {
      for (var each : stopped) {
        each.mapping().awaitWorkers(GRACE);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    activity.changed();
  }
}
