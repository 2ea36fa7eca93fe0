package dev.millrace.local.mapping;

import dev.millrace.local.Checkpoint;
import dev.millrace.local.cloudwatch.Metrics;
import dev.millrace.local.lambda.Invoker;
import dev.millrace.local.mapping.MappingConfig.StartingPosition;
import dev.millrace.local.mapping.Slot.Running;
import dev.millrace.local.mapping.StreamSignals.Subscription;
import dev.millrace.local.time.Activity;
import dev.millrace.local.time.StackClock;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.function.Predicate;
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
/// even after it left the stream, until the mapping is changed or made again.
public final class EventSourceMappings implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EventSourceMappings.class);
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final Ports ports;
  private final Function<MappingConfig, StreamSource> sources;
  private final StreamSignals signals;
  private final Activity activity;
  private final SavedMappings kept;
  private final Map<String, Slot> slots = new ConcurrentSkipListMap<>();

  /// Mappings that nobody keeps, described like those with a store.
  public EventSourceMappings(
      StackClock clock,
      Invoker invoker,
      KinesisClient kinesis,
      DynamoDbStreamsClient dynamoDb,
      FailureDestination destination,
      StreamSignals signals,
      Activity activity) {
    this(clock, invoker, kinesis, dynamoDb, destination, signals, activity, PositionStore.none());
  }

  /// @param clock the stack's time
  /// @param invoker calls the functions
  /// @param kinesis where Kinesis streams are read
  /// @param dynamoDb where DynamoDB streams are read
  /// @param destination takes the messages about records that were given up
  /// @param signals of the servers in this process; a fresh one if there are none
  /// @param activity hears of every change
  /// @param store keeps mappings and their positions
  public EventSourceMappings(
      StackClock clock,
      Invoker invoker,
      KinesisClient kinesis,
      DynamoDbStreamsClient dynamoDb,
      FailureDestination destination,
      StreamSignals signals,
      Activity activity,
      PositionStore store) {
    this(
        clock,
        invoker,
        _ -> new StreamClients(kinesis, EventSourceMappings::nothingPushes, dynamoDb),
        destination,
        signals,
        activity,
        store,
        Metrics.NONE,
        _ -> false);
  }

  private static KinesisAsyncClient nothingPushes() {
    throw new IllegalArgumentException(
        "a stream consumer needs a client that can be pushed to, and there is none");
  }

  /// Mappings that can also read what is pushed to the consumers of Kinesis streams.
  ///
  /// @param clients of each mapping; may refuse one by an `IllegalArgumentException`
  /// @param metrics gets the age of what is delivered
  /// @param forgets whether a batch that a function, by name, has processed is forgotten on
  ///   purpose, so that its records are delivered again
  public EventSourceMappings(
      StackClock clock,
      Invoker invoker,
      Function<MappingConfig, StreamClients> clients,
      FailureDestination destination,
      StreamSignals signals,
      Activity activity,
      PositionStore store,
      Metrics metrics,
      Predicate<String> forgets) {
    this(
        new Ports(clock, invoker, destination, activity, metrics, forgets),
        signals,
        store,
        config -> {
          var arn = StreamArn.parse(config.streamArn());
          var streams = clients.apply(config);
          return switch (arn.kind()) {
            case KINESIS ->
                arn.isConsumer()
                    ? new ConsumerSource(streams.kinesis(), streams.pushing().get(), config, clock)
                    : new KinesisSource(streams.kinesis(), config, clock);
            case DYNAMODB -> new DynamoDbSource(streams.dynamoDb(), config, clock);
          };
        });
  }

  EventSourceMappings(
      StackClock clock,
      Invoker invoker,
      FailureDestination destination,
      StreamSignals signals,
      Activity activity,
      PositionStore store,
      Metrics metrics,
      Function<MappingConfig, StreamSource> sources) {
    this(
        new Ports(clock, invoker, destination, activity, metrics, _ -> false),
        signals,
        store,
        sources);
  }

  private EventSourceMappings(
      Ports ports,
      StreamSignals signals,
      PositionStore store,
      Function<MappingConfig, StreamSource> sources) {
    this.activity = ports.activity();
    this.kept = new SavedMappings(store);
    this.ports = ports;
    this.sources = sources;
    this.signals = signals;
  }

  /// Starts a mapping that its caller starts again whenever it needs it. When this returns, its
  /// starting position is fixed: with LATEST, every record that is put from now on is delivered.
  ///
  /// @throws IllegalArgumentException if a setting cannot work or the stream does not exist
  public void start(MappingConfig config) {
    create(config, true);
  }

  /// Makes a mapping that reads, or one that does not until it is enabled by an update. Its caller
  /// makes it again whenever it needs it; then it goes on from the position that the store knows.
  /// Otherwise its starting position is fixed when it reads first.
  ///
  /// @return the mapping while it is being created
  /// @throws IllegalArgumentException if a setting cannot work, the stream does not exist, or the
  ///   store knows a mapping of that uuid with another stream or function
  public MappingView create(MappingConfig config, boolean enabled) {
    return create(config, enabled, false, ports.clock().instant(), kept.position(config));
  }

  /// Makes a mapping as `create` does, but one that `restore` makes again.
  public MappingView createLasting(MappingConfig config, boolean enabled) {
    return create(config, enabled, true, ports.clock().instant(), kept.position(config));
  }

  /// Makes the lasting mappings again that the store knows. One that cannot read now, perhaps
  /// because its stream is gone, is disabled and says why.
  ///
  /// @throws java.io.UncheckedIOException naming the place of what cannot be read
  /// @throws IllegalArgumentException naming the place of what cannot be understood
  public void restore() {
    for (var saved : kept.lasting()) {
      if (!slots.containsKey(saved.config().uuid())) {
        restore(saved);
      }
    }
  }

  private void restore(SavedMapping saved) {
    var slot = creating(saved.config(), true, saved.modified());
    try {
      create(slot, saved.enabled(), saved.position());
    } catch (RuntimeException e) {
      stayDisabled(slot, saved.position(), e);
    }
  }

  private MappingView create(
      MappingConfig config,
      boolean enabled,
      boolean lasting,
      Instant now,
      Optional<Position> position) {
    check(config);
    if (position.isEmpty()
        && config.startingPosition() instanceof StartingPosition.AtTimestamp(var time)
        && time.isAfter(now)) {
      throw new IllegalArgumentException(
          "startingPositionTimestamp must not be in the future, was " + time);
    }
    var slot = creating(config, lasting, now);
    var created = slot.view();
    try {
      create(slot, enabled, position);
      return created;
    } catch (RuntimeException e) {
      slots.remove(config.uuid(), slot);
      activity.changed();
      throw e;
    }
  }

  private Slot creating(MappingConfig config, boolean lasting, Instant modified) {
    var slot = Slot.creating(config, lasting, modified);
    if (slots.putIfAbsent(config.uuid(), slot) != null) {
      throw new IllegalArgumentException("mapping " + config.uuid() + " runs already");
    }
    return slot;
  }

  private void create(Slot slot, boolean enabled, Optional<Position> position) {
    var source = sources.apply(slot.config());
    if (enabled) {
      settle(slot, slot.enabled(begin(slot, source, position)));
    } else {
      source.shards();
      kept.save(slot.saved(false, position));
      settle(slot, slot.disabled(position));
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
          awaitPaused(slot);
          forget(slot);
          slots.remove(uuid, slot);
        });
    return slot.view();
  }

  private void forget(Slot slot) {
    try {
      kept.remove(slot.config().uuid());
    } catch (UncheckedIOException e) {
      problem(slot, e, "position could not be removed");
    }
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
      forget(stopped);
    }
  }

  /// How every mapping is doing, ordered by uuid.
  public List<MappingStatus> statuses() {
    return slots.values().stream().map(Slot::status).toList();
  }

  /// Every mapping with all that can be seen of it, ordered by uuid.
  public List<MappingDetail> details() {
    return slots.values().stream().map(Slot::detail).toList();
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
    try {
      if (enabled) {
        settle(slot, slot.enabled(begin(slot, source, position)));
      } else {
        kept.save(slot.saved(false, position));
        settle(slot, slot.disabled(position));
      }
    } catch (RuntimeException e) {
      stayDisabled(slot, position, e);
    }
  }

  private void stayDisabled(Slot slot, Optional<Position> position, RuntimeException cause) {
    problem(slot, cause, "mapping could not be changed and is disabled");
    settle(slot, slot.disabled(position));
  }

  private static void problem(Slot slot, RuntimeException cause, String message) {
    slot.tally().problem(cause);
    log.atWarn()
        .setCause(cause)
        .addKeyValue("mapping", slot.config().uuid())
        .addKeyValue("stream", slot.config().streamArn())
        .log(message);
  }

  /// Where the mapping stands once nothing of it is under way.
  private static Optional<Position> awaitPaused(Slot slot) throws InterruptedException {
    return slot.running().isPresent()
        ? Optional.of(slot.running().get().mapping().awaitPaused())
        : slot.position();
  }

  private Running begin(Slot slot, StreamSource source, Optional<Position> position) {
    var config = slot.config();
    var mapping =
        new Mapping(
            config,
            source,
            ports,
            slot.tally(),
            position.orElse(null),
            at -> kept.save(slot.saved(true, Optional.of(at))));
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

  /// The way back to the mappings as they are now, from their starting positions; not for mappings
  /// whose positions are kept.
  public Checkpoint checkpoint() {
    var then = List.copyOf(slots.values());
    return new Checkpoint() {
      @Override
      public void halt() {
        close();
      }

      @Override
      public void restore() {
        then.parallelStream().forEach(EventSourceMappings.this::createAgain);
      }
    };
  }

  private void createAgain(Slot then) {
    create(
        then.config(),
        then.state() == MappingState.ENABLED,
        then.lasting(),
        then.modified(),
        Optional.empty());
  }

  /// Stops all mappings. Invocations under way get a moment to end, and count if they do. The store
  /// keeps what it knows.
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
        each.mapping().awaitStopped(GRACE);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    activity.changed();
  }
}
