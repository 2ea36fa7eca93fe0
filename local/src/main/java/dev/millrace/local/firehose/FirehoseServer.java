package dev.millrace.local.firehose;

import static dev.millrace.local.cloudwatch.ServiceMetric.FIREHOSE_INCOMING_RECORDS;

import dev.millrace.local.Checkpoint;
import dev.millrace.local.cloudwatch.Metrics;
import dev.millrace.local.firehose.transform.TransformEvent;
import dev.millrace.local.gateway.AwsAction;
import dev.millrace.local.gateway.AwsAction.NoResult;
import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import dev.millrace.local.gateway.JsonService;
import dev.millrace.local.time.Activity;
import dev.millrace.local.time.StackClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.model.AccessDeniedException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.s3.S3Client;

/// Data Firehose: takes records, directly or from a Kinesis stream, and delivers them to S3 or
/// OpenSearch.
///
/// Buffers fill and time out by the stack's clock. An object that S3 refuses is tried again, with
/// the same key, until S3 has it.
///
/// Deviates from AWS: there are no other destinations. When more than 64 MiB beyond a full buffer
/// wait for S3, puts are refused and sources are not read on; AWS gives a record up after a day.
public final class FirehoseServer implements AutoCloseable {

  private static final String TARGET_PREFIX = "Firehose_20150804";

  private final StackClock clock;
  private final Neighbours neighbours;
  private final long seed;
  private final Activity activity;

  /// Held while delivery streams are created or deleted.
  private final ReentrantLock admin = new ReentrantLock();

  private final Map<String, Running> running = new ConcurrentHashMap<>();

  /// Deleted, but not empty yet.
  private final Set<Running> draining = ConcurrentHashMap.newKeySet();

  private final @Nullable FirehoseJournal journal;
  private volatile FirehoseState state;

  /// A server that keeps its delivery streams in memory.
  ///
  /// @param clock what buffers and timestamps go by
  /// @param activity hears of every change
  /// @param region part of the ARNs
  /// @param account part of the ARNs
  /// @param seed of the random parts of object keys; two runs that keep their objects in one place
  ///   need two seeds
  public FirehoseServer(
      StackClock clock,
      Neighbours neighbours,
      Activity activity,
      String region,
      String account,
      long seed) {
    this(clock, neighbours, activity, region, account, seed, Optional.empty());
  }

  /// A server that keeps its delivery streams in a file, and goes on with those it finds there, see
  /// [#resume].
  ///
  /// @param file made if it is not there; empty to keep them in memory
  /// @throws dev.millrace.local.data.DataException if the file cannot be used
  public FirehoseServer(
      StackClock clock,
      Neighbours neighbours,
      Activity activity,
      String region,
      String account,
      long seed,
      Optional<Path> file) {
    this.journal = file.map(FirehoseJournal::open).orElse(null);
    this.clock = clock;
    this.neighbours = neighbours;
    this.activity = activity;
    this.seed = seed;
    this.state = FirehoseState.empty(region, account);
  }

  /// Starts the delivery streams of before; S3 and the source streams must be there. To be called
  /// once.
  public void resume() {
    if (journal == null) {
      return;
    }
    admin.lock();
    try {
      state = state.withCreated(journal.nextSerial());
      for (var kept : journal.streams()) {
        resume(journal, kept);
      }
    } finally {
      admin.unlock();
    }
  }

  private void resume(FirehoseJournal from, KeptStream kept) {
    var stream = CreateDeliveryStream.stream(state, kept.document());
    var delivery =
        new Delivery(
            stream.name(),
            work(stream),
            clock,
            activity,
            from.store(kept.serial()),
            kept.state(),
            kept.taken());
    delivery.resume();
    if (kept.deleted()) {
      drain(new Running(stream, delivery, null));
      return;
    }
    state = state.with(stream);
    running.put(stream.name(), running(stream, delivery, kept.position()));
  }

  /// The API, for a gateway.
  public JsonService service() {
    return service(Metrics.NONE);
  }

  /// The API, for a gateway.
  ///
  /// @param metrics gets what is measured of each delivery stream
  public JsonService service(Metrics metrics) {
    return new JsonService(
        TARGET_PREFIX,
        List.of(
            new AwsAction<>(
                "CreateDeliveryStream", CreateDeliveryStream.Request.class, this::create),
            new AwsAction<>(
                "DeleteDeliveryStream", DeleteDeliveryStream.Request.class, this::delete),
            new AwsAction<>(
                "DescribeDeliveryStream",
                DescribeDeliveryStream.Request.class,
                request -> DescribeDeliveryStream.apply(state, request, clock.instant()).output()),
            new AwsAction<>(
                "ListDeliveryStreams",
                ListDeliveryStreams.Request.class,
                request -> ListDeliveryStreams.apply(state, request, clock.instant()).output()),
            new AwsAction<>(
                "ListTagsForDeliveryStream",
                ListTagsForDeliveryStream.Request.class,
                request -> ListTagsForDeliveryStream.apply(state, request)),
            new AwsAction<>(
                "TagDeliveryStream",
                TagDeliveryStream.Request.class,
                request -> tag(request.deliveryStreamName(), TagDeliveryStream::apply, request)),
            new AwsAction<>(
                "UntagDeliveryStream",
                UntagDeliveryStream.Request.class,
                request -> tag(request.deliveryStreamName(), UntagDeliveryStream::apply, request)),
            new AwsAction<>("UpdateDestination", UpdateDestination.Request.class, this::update),
            new AwsAction<>(
                "PutRecord",
                PutRecord.Request.class,
                request -> {
                  var response = put(request);
                  metrics.add(FIREHOSE_INCOMING_RECORDS, request.deliveryStreamName(), 1);
                  return response;
                }),
            new AwsAction<>(
                "PutRecordBatch",
                PutRecordBatch.Request.class,
                request -> {
                  var response = put(request);
                  var accepted = request.records().size() - response.failedPutCount();
                  metrics.add(FIREHOSE_INCOMING_RECORDS, request.deliveryStreamName(), accepted);
                  return response;
                })));
  }

  /// How each delivery stream is doing, in alphabetical order.
  public List<DeliveryStatus> statuses() {
    return state.streams().keySet().stream()
        .map(running::get)
        .filter(Objects::nonNull)
        .map(Running::status)
        .toList();
  }

  /// Each delivery stream with where its records come from and go to, in alphabetical order.
  public List<DeliveryDetail> details() {
    return state.streams().keySet().stream()
        .map(running::get)
        .filter(Objects::nonNull)
        .map(Running::detail)
        .toList();
  }

  /// Whether nothing is under way: only the stack's clock or new records can change anything.
  public boolean idle() {
    return activity.isStill(this::isQuiet);
  }

  /// Waits until [#idle] holds; false if it does not within the (real) time.
  ///
  /// @throws InterruptedException if the waiting thread is interrupted
  public boolean awaitIdle(Duration atMost) throws InterruptedException {
    return activity.awaitStill(this::isQuiet, atMost);
  }

  /// Stops at once. Records that were not delivered are counted in the log, and in [#statuses].
  @Override
  public void close() {
    admin.lock();
    try {
      all().forEach(each -> each.close(journal != null));
      if (journal != null) {
        journal.close();
      }
    } finally {
      admin.unlock();
    }
  }

  /// The way back to the delivery streams as they are now, with empty buffers, reading their
  /// sources from the end; not for those that are kept in a file.
  public Checkpoint checkpoint() {
    var then = state;
    return new Checkpoint() {
      @Override
      public void halt() {
        FirehoseServer.this.halt();
      }

      @Override
      public void restore() {
        FirehoseServer.this.restore(then);
      }
    };
  }

  /// Drops what is buffered.
  private void halt() {
    admin.lock();
    try {
      var halted = all().toList();
      running.clear();
      draining.clear();
      halted.forEach(Running::drop);
    } finally {
      admin.unlock();
    }
  }

  private void restore(FirehoseState then) {
    admin.lock();
    try {
      state = then;
      for (var stream : then.streams().values()) {
        var source = stream.source();
        var position = source == null ? null : cursor(source, null).position();
        running.put(stream.name(), running(stream, delivery(stream, DeliveryStore.NONE), position));
      }
    } finally {
      admin.unlock();
    }
  }

  private Stream<Running> all() {
    return Stream.concat(running.values().stream(), draining.stream());
  }

  private boolean isQuiet() {
    draining.removeIf(each -> each.delivery().isEmpty());
    return all().allMatch(Running::isIdle);
  }

  private CreateDeliveryStream.Response create(CreateDeliveryStream.Request request) {
    admin.lock();
    try {
      var step = CreateDeliveryStream.apply(state, request, clock.instant());
      var stream = step.state().stream(request.deliveryStreamName());
      running.put(stream.name(), start(stream));
      state = step.state();
      return step.output();
    } finally {
      admin.unlock();
    }
  }

  private Running start(DeliveryStream stream) {
    var source = stream.source();
    var position = source == null ? null : cursor(source, null).position();
    checkTable(stream);
    checkDomain(stream);
    var store = journal == null ? DeliveryStore.NONE : journal.created(stream.document(position));
    return running(stream, delivery(stream, store), position);
  }

  private Delivery delivery(DeliveryStream stream, DeliveryStore store) {
    return new Delivery(
        stream.name(), work(stream), clock, activity, store, DeliveryState.EMPTY, 0);
  }

  private void checkTable(DeliveryStream stream) {
    var conversion = stream.settings().objects().conversion();
    if (conversion != null) {
      conversion.checkAccess(neighbours.access(), neighbours.glue().account(), state.region());
      conversion.toTable(neighbours.glue(), state.region());
    }
  }

  private void checkDomain(DeliveryStream stream) {
    var openSearch = stream.settings().openSearch();
    if (openSearch != null
        && openSearch.place() instanceof OpenSearchDestination.Place.Domain(var arn)
        && neighbours.domains().apply(arn).isEmpty()) {
      throw Refusal.argument("DomainARN: there is no domain %s", arn);
    }
  }

  private Delivery.Work work(DeliveryStream stream) {
    var settings = stream.settings();
    return new Delivery.Work(settings.rules(), pipeline(stream), sink(stream));
  }

  private @Nullable Pipeline pipeline(DeliveryStream stream) {
    var settings = stream.settings();
    var processing = settings.processing();
    if (processing.buffering() == null) {
      return null;
    }
    var processor = processing.lambda();
    var source = Optional.ofNullable(stream.source()).map(KinesisSource::kinesisStreamARN);
    var event = new TransformEvent(stream.arn(), state.region(), source);
    var lambda =
        processor == null
            ? null
            : new LambdaTransform(
                processor,
                event,
                neighbours.functions(
                    Objects.requireNonNullElse(processor.role(), settings.objects().role()),
                    processor.arn()),
                clock);
    return new Pipeline(processing, lambda, settings.objects().keys().prefix(), clock);
  }

  private Sink sink(DeliveryStream stream) {
    var random = new SplittableRandom(seed + stream.serial());
    var settings = stream.settings();
    var conversion = settings.objects().conversion();
    var converter =
        conversion == null
            ? null
            : new Converter(conversion, neighbours.glue(), state.region(), clock);
    var objects =
        new S3Sink(s3(settings.objects()), settings.objects(), random.nextLong(), converter, clock);
    var backup = settings.backup();
    var sink = sink(stream, objects);
    return backup == null
        ? sink
        : new WithBackup(sink, new S3Sink(s3(backup), backup, random.nextLong(), null, clock));
  }

  private S3Client s3(S3Destination destination) {
    return neighbours.s3().apply(destination.role());
  }

  private Sink sink(DeliveryStream stream, S3Sink objects) {
    var openSearch = stream.settings().openSearch();
    var identity = stream.arn() + "/" + stream.serial() + "/" + stream.created();
    return openSearch == null
        ? objects
        : new OpenSearchSink(openSearch, neighbours.domains(), objects, identity, clock);
  }

  private Running running(
      DeliveryStream stream, Delivery delivery, @Nullable SourcePosition position) {
    var source = stream.source();
    if (source == null) {
      return new Running(stream, delivery, null);
    }
    var pump =
        SourcePump.start(
            stream.name(),
            source.kinesisStreamARN(),
            cursor(source, position),
            delivery,
            neighbours.signals(),
            activity);
    return new Running(stream, delivery, pump);
  }

  private StreamCursor cursor(KinesisSource source, @Nullable SourcePosition position) {
    try {
      var kinesis = neighbours.kinesis().apply(source.roleARN());
      return position == null
          ? StreamCursor.atEnd(kinesis, source.stream(), clock)
          : StreamCursor.at(kinesis, source.stream(), clock, position);
    } catch (AccessDeniedException e) {
      throw Refusal.argument("%s", e.awsErrorDetails().errorMessage());
    } catch (ResourceNotFoundException e) {
      throw Refusal.argument("Kinesis stream not found: %s", source.kinesisStreamARN());
    }
  }

  private NoResult update(UpdateDestination.Request request) {
    admin.lock();
    try {
      var step = UpdateDestination.apply(state, request, clock.instant());
      var stream = step.state().stream(request.deliveryStreamName());
      checkTable(stream);
      checkDomain(stream);
      change(stream, target -> target.delivery().change(work(stream), () -> keep(stream)));
      state = step.state();
      return step.output();
    } finally {
      admin.unlock();
    }
  }

  private <R> NoResult tag(
      String name, BiFunction<FirehoseState, R, Step<NoResult>> action, R request) {
    admin.lock();
    try {
      var step = action.apply(state, request);
      var stream = step.state().stream(name);
      change(stream, _ -> keep(stream));
      state = step.state();
      return step.output();
    } finally {
      admin.unlock();
    }
  }

  private void change(DeliveryStream stream, Consumer<Running> change) {
    running.computeIfPresent(
        stream.name(),
        (_, target) -> {
          change.accept(target);
          return new Running(stream, target.delivery(), target.pump());
        });
  }

  private void keep(DeliveryStream stream) {
    if (journal != null) {
      journal.changed(stream);
    }
  }

  private NoResult delete(DeleteDeliveryStream.Request request) {
    admin.lock();
    try {
      var step = DeleteDeliveryStream.apply(state, request, clock.instant());
      if (journal != null) {
        journal.deleted(state.stream(request.deliveryStreamName()).serial());
      }
      state = step.state();
      Optional.ofNullable(running.remove(request.deliveryStreamName())).ifPresent(this::drain);
      return step.output();
    } finally {
      admin.unlock();
    }
  }

  private void drain(Running stream) {
    draining.add(stream);
    stream.drain();
  }

  private PutRecord.Response put(PutRecord.Request request) {
    var stream = PutRecord.check(state, request);
    var first = accept(stream, List.of(request.record()));
    return PutRecord.response(stream, first);
  }

  private PutRecordBatch.Response put(PutRecordBatch.Request request) {
    var stream = PutRecordBatch.check(state, request);
    var first = accept(stream, request.records());
    return PutRecordBatch.response(stream, first, request.records().size());
  }

  /// The number of the first record.
  private long accept(DeliveryStream stream, List<Puts.Entry> entries) {
    Instant now = clock.instant();
    var records = entries.stream().map(entry -> new FirehoseRecord(entry.data(), now)).toList();
    var target = running.get(stream.name());
    if (target == null) {
      throw state.noStream(stream.name());
    }
    return target.delivery().accept(records).orElseThrow(() -> slowDown(stream));
  }

  private static AwsException slowDown(DeliveryStream stream) {
    return new AwsException(
        AwsError.SERVICE_UNAVAILABLE,
        "Slow down. %s waits for S3 and takes no more records until then".formatted(stream.name()));
  }
}
