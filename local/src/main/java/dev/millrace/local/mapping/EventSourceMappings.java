package dev.millrace.local.mapping;

import dev.millrace.local.lambda.Invoker;
import dev.millrace.local.mapping.MappingConfig.StartingPosition;
import dev.millrace.local.mapping.StreamSignals.Subscription;
import dev.millrace.local.time.Activity;
import dev.millrace.local.time.StackClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
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

  private static final Logger log = LoggerFactory.getLogger(EventSourceMappings.class);
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final Optional<Running> NOT_RUNNING = Optional.empty();
  private static final Optional<Position> NOWHERE = Optional.empty();

  private final Ports ports;
  private final Function<MappingConfig, StreamSource> sources;
  private final StreamSignals signals;
  private final Activity activity;
  private final Map<String, Slot> slots = new ConcurrentSkipListMap<>();

  private record Running(Mapping mapping, Subscription subscription) {}

  /// One mapping as it stands; replaced as a whole with every change.
  ///
  /// @param position where it stands while it is disabled; none if it never read
  private record Slot(
      MappingConfig config,
      MappingState state,
      Instant modified,
      Tally tally,
      Optional<Running> running,
      Optional<Position> position) {

    Slot in(MappingState next) {
      return new Slot(config, next, modified, tally, running, position);
    }

    Slot updated(MappingConfig next, boolean enabled, Instant now) {
      if (!next.streamArn().equals(config.streamArn())) {
        throw new IllegalArgumentException(
            "eventSourceArn of mapping %s cannot be changed from %s, was %s"
                .formatted(config.uuid(), config.streamArn(), next.streamArn()));
      }
      var changing =
          enabled == (state == MappingState.ENABLED)
              ? MappingState.UPDATING
              : enabled ? MappingState.ENABLING : MappingState.DISABLING;
      return new Slot(next, changing, now, tally, running, position);
    }

    Slot enabled(Running now) {
      return new Slot(config, MappingState.ENABLED, modified, tally, Optional.of(now), NOWHERE);
    }

    Slot disabled(Optional<Position> at) {
      return new Slot(config, MappingState.DISABLED, modified, tally, NOT_RUNNING, at);
    }

    boolean isBusy() {
      return !state.isSettled() || running.map(each -> each.mapping().isBusy()).orElse(false);
    }

    MappingView view() {
      return new MappingView(config, state, modified, tally.lastResult());
    }

    MappingStatus status() {
      return running
          .map(each -> each.mapping().status(state.text()))
          .orElseGet(() -> tally.status(config, state.text(), false));
    }
  }

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
        kinesis,
        () -> {
          throw new IllegalArgumentException(
              "a stream consumer needs a client that can be pushed to, and there is none");
        },
        dynamoDb,
        destination,
        signals,
        activity);
  }

  /// Mappings that can also read what is pushed to the consumers of Kinesis streams.
  ///
  /// @param pushing where Kinesis pushes, over HTTP/2; asked for when it is needed first
  public EventSourceMappings(
      StackClock clock,
      Invoker invoker,
      KinesisClient kinesis,
      Supplier<KinesisAsyncClient> pushing,
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
        config -> {
          var arn = StreamArn.parse(config.streamArn());
          return switch (arn.kind()) {
            case KINESIS ->
                arn.isConsumer()
                    ? new ConsumerSource(kinesis, pushing.get(), config, clock)
                    : new KinesisSource(kinesis, config, clock);
            case DYNAMODB -> new DynamoDbSource(dynamoDb, config, clock);
          };
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
    create(config, true);
  }

  /// Makes a mapping that reads, or one that does not until it is enabled by an update; its
  /// starting position is fixed when it reads first.
  ///
  /// @return the mapping while it is being created
  /// @throws IllegalArgumentException if a setting cannot work or the stream does not exist
  public MappingView create(MappingConfig config, boolean enabled) {
    check(config);
    if (config.startingPosition() instanceof StartingPosition.AtTimestamp(var time)
        && time.isAfter(ports.clock().instant())) {
      throw new IllegalArgumentException(
          "startingPositionTimestamp must not be in the future, was " + time);
    }
    var source = sources.apply(config);
    var slot =
        new Slot(
            config,
            MappingState.CREATING,
            ports.clock().instant(),
            new Tally(),
            NOT_RUNNING,
            NOWHERE);
    if (slots.putIfAbsent(config.uuid(), slot) != null) {
      throw new IllegalArgumentException("mapping " + config.uuid() + " runs already");
    }
    var created = slot.view();
    try {
      if (enabled) {
        settle(slot, slot.enabled(begin(slot, source, NOWHERE)));
      } else {
        source.shards();
        settle(slot, slot.disabled(NOWHERE));
      }
      return created;
    } catch (RuntimeException e) {
      slots.remove(config.uuid(), slot);
      activity.changed();
      throw e;
    }
  }

  /// Gives a mapping other settings, and lets it read or not. This happens in the background, after
  /// the invocation under way, from the position reached then: no record is lost, and none is
  /// delivered again that was resolved.
  ///
  /// @param config the settings, with the uuid and the stream of the mapping
  /// @return the mapping while it is being changed
  /// @throws IllegalArgumentException if a setting cannot work
  /// @throws NoSuchElementException if there is no such mapping
  /// @throws MappingBusyException if another change is under way
  public MappingView update(MappingConfig config, boolean enabled) {
    check(config);
    var source = sources.apply(config);
    var now = ports.clock().instant();
    var slot = change(config.uuid(), before -> before.updated(config, enabled, now));
    inBackground(slot, () -> apply(slot, source, enabled));
    return slot.view();
  }

  /// Stops a mapping after the invocation under way and forgets its position, in the background.
  ///
  /// @return the mapping while it is being deleted
  /// @throws NoSuchElementException if there is no such mapping
  /// @throws MappingBusyException if another change is under way
  public MappingView delete(String uuid) {
    var slot = change(uuid, before -> before.in(MappingState.DELETING));
    inBackground(
        slot,
        () -> {
          awaitPaused(slot).ifPresent(Position::close);
          slots.remove(uuid, slot);
        });
    return slot.view();
  }

  /// The mapping of that uuid.
  public Optional<MappingView> find(String uuid) {
    return Optional.ofNullable(slots.get(uuid)).map(Slot::view);
  }

  /// Every mapping, ordered by uuid.
  public List<MappingView> list() {
    return slots.values().stream().map(Slot::view).toList();
  }

  /// Stops one mapping at once and forgets its position; without effect if there is none.
  public void stop(String uuid) {
    var stopped = slots.remove(uuid);
    if (stopped != null) {
      stop(List.of(stopped));
    }
  }

  /// How every mapping is doing, ordered by uuid.
  public List<MappingStatus> statuses() {
    return slots.values().stream().map(Slot::status).toList();
  }

  // ---- changes

  private void check(MappingConfig config) {
    config.onFailure().ifPresent(ports.destination()::check);
  }

  private Slot change(String uuid, UnaryOperator<Slot> step) {
    var changing =
        slots.computeIfPresent(
            uuid,
            (_, before) -> {
              if (!before.state().isSettled()) {
                throw new MappingBusyException(uuid, before.state());
              }
              return step.apply(before);
            });
    activity.changed();
    if (changing == null) {
      throw new NoSuchElementException("there is no mapping " + uuid);
    }
    changing
        .running()
        .ifPresent(running -> {
          running.subscription().close();
          running.mapping().pause();
        });
    return changing;
  }

  /// A change that may take as long as an invocation.
  @FunctionalInterface
  private interface Change {
    void run() throws InterruptedException;
  }

  private void inBackground(Slot slot, Change change) {
    Thread.ofVirtual()
        .name(slot.state().text() + " " + slot.config().uuid())
        .start(() -> {
          try {
            change.run();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          } finally {
            activity.changed();
          }
        });
  }

  private void apply(Slot slot, StreamSource source, boolean enabled) throws InterruptedException {
    var position = awaitPaused(slot);
    if (!enabled) {
      position.ifPresent(Position::close);
      settle(slot, slot.disabled(position));
      return;
    }
    try {
      settle(slot, slot.enabled(begin(slot, source, position)));
    } catch (RuntimeException e) {
      slot.tally().problem(e);
      log.atWarn()
          .setCause(e)
          .addKeyValue("mapping", slot.config().uuid())
          .addKeyValue("stream", slot.config().streamArn())
          .log("mapping could not be enabled and stays disabled");
      position.ifPresent(Position::close);
      settle(slot, slot.disabled(position));
    }
  }

  /// Where the mapping stands once nothing of it is under way.
  private static Optional<Position> awaitPaused(Slot slot) throws InterruptedException {
    return slot.running().isPresent()
        ? Optional.of(slot.running().get().mapping().awaitPaused())
        : slot.position();
  }

  private Running begin(Slot slot, StreamSource source, Optional<Position> position) {
    var config = slot.config();
    var mapping = new Mapping(config, source, ports, slot.tally(), position.orElse(null));
    var running = new Running(mapping, listen(mapping));
    try {
      mapping.start();
      return running;
    } catch (RuntimeException e) {
      stop(List.of(slot.enabled(running)));
      throw e;
    }
  }

  /// A stream signals for all its consumers.
  private Subscription listen(Mapping mapping) {
    var arn = StreamArn.parse(mapping.config().streamArn());
    return signals.listen(arn.streamText(), mapping::signal);
  }

  /// Ends a change, unless the mapping was stopped meanwhile.
  private void settle(Slot changing, Slot settled) {
    if (!slots.replace(changing.config().uuid(), changing, settled)) {
      stop(List.of(settled));
    }
    activity.changed();
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
    return slots.values().stream().noneMatch(Slot::isBusy);
  }

  /// Stops all mappings. Invocations under way get a moment to end.
  @Override
  public void close() {
    var all = List.copyOf(slots.values());
    slots.clear();
    stop(all);
  }

  private void stop(List<Slot> stopped) {
    var all = stopped.stream().flatMap(slot -> slot.running().stream()).toList();
    for (var each : all) {
      each.subscription().close();
      each.mapping().stop();
    }
    try {
      for (var each : all) {
        each.mapping().awaitWorkers(GRACE);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    activity.changed();
  }
}
