package dev.millrace.local.kinesis;

import dev.millrace.local.Checkpoint;
import dev.millrace.local.cloudwatch.Metrics;
import dev.millrace.local.gateway.AwsAction;
import dev.millrace.local.gateway.EventSource;
import dev.millrace.local.gateway.JsonService;
import dev.millrace.local.gateway.StreamingAction;
import dev.millrace.local.time.StackClock;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Kinesis Data Streams in memory, with AWS's semantics of shards, iterators and retention.
///
/// This class owns the state: every action is a pure function from one state to the next, and runs
/// alone. Records are kept for the stream's retention, in memory; a server that was opened on a
/// file also keeps there what it acknowledges, before it does.
///
/// Subscriptions (enhanced fan-out) are pushed when records arrive. They end by the stack's clock.
///
/// Deviates from AWS: streams, shards and consumers change at once, without CREATING, UPDATING or
/// DELETING. Encryption, enhanced monitoring and resource policies are kept and shown, and have no
/// effect. Not supported, and refused by name: warm throughput, account settings and stream ids.
public final class KinesisServer implements AutoCloseable {

  /// What the API's actions are called by.
  public static final String TARGET_PREFIX = "Kinesis_20131202";

  /// What they are called by for readers that belong to the stack itself.
  public static final String OWN_TARGET_PREFIX = "Millrace_" + TARGET_PREFIX;

  private final StackClock clock;
  private final Consumer<String> published;
  private final KinesisStore store;
  private final Quotas quotas;
  private final ReentrantLock lock = new ReentrantLock();
  private final Subscriptions subscriptions;
  private KinesisState state;

  /// A server whose streams are gone when it is, with AWS's quotas.
  ///
  /// @param clock what the streams mean by "now"
  /// @param region part of the streams' ARNs
  /// @param account part of the streams' ARNs
  /// @param published is given the ARN of each stream whose readers have a reason to look (records,
  ///   shards that were split or merged, the end of the stream or of one of its consumers) before
  ///   the caller gets its answer; must not block
  public KinesisServer(
      StackClock clock, String region, String account, Consumer<String> published) {
    this(clock, region, account, published, Quotas.enforced());
  }

  /// The same with other quotas of its shards.
  public KinesisServer(
      StackClock clock, String region, String account, Consumer<String> published, Quotas quotas) {
    this(clock, published, KinesisState.empty(region, account), KinesisStore.NONE, quotas);
  }

  KinesisServer(
      StackClock clock,
      Consumer<String> published,
      KinesisState state,
      KinesisStore store,
      Quotas quotas) {
    this.clock = clock;
    this.quotas = quotas;
    this.published = published;
    this.state = state;
    this.store = store;
    this.subscriptions = new Subscriptions(clock, this::state);
  }

  /// A server that keeps its streams in a file, and goes on with those it finds there.
  ///
  /// @param file made if it is not there
  /// @throws dev.millrace.local.data.DataException if the file cannot be used
  public static KinesisServer open(
      Path file,
      StackClock clock,
      String region,
      String account,
      Consumer<String> published,
      Quotas quotas) {
    var journal = KinesisJournal.open(file, region, account);
    return new KinesisServer(clock, published, journal.loaded(), journal, quotas);
  }

  /// The API, for a gateway.
  public JsonService service() {
    return service(Metrics.NONE);
  }

  /// The API, for a gateway.
  ///
  /// @param metrics gets what is measured of each stream
  public JsonService service(Metrics metrics) {
    return service(TARGET_PREFIX, quotas, metrics);
  }

  /// The same API for the stack's own readers, which read when they are told that there is
  /// something, and not at AWS's rates: they use up nobody's quota.
  ///
  /// @param metrics gets what is measured of each stream
  public JsonService ownService(Metrics metrics) {
    return service(OWN_TARGET_PREFIX, Quotas.none(), metrics);
  }

  private JsonService service(String targetPrefix, Quotas limits, Metrics metrics) {
    var meter = new Meter(metrics);
    return new JsonService(
        targetPrefix,
        List.of(
            action("AddTagsToStream", AddTagsToStream.Request.class, AddTagsToStream::apply),
            action("CreateStream", CreateStream.Request.class, CreateStream::apply),
            action(
                "DecreaseStreamRetentionPeriod",
                DecreaseStreamRetentionPeriod.Request.class,
                DecreaseStreamRetentionPeriod::apply),
            action(
                "DeleteResourcePolicy",
                DeleteResourcePolicy.Request.class,
                DeleteResourcePolicy::apply),
            action("DeleteStream", DeleteStream.Request.class, DeleteStream::apply),
            action(
                "DeregisterStreamConsumer",
                DeregisterStreamConsumer.Request.class,
                DeregisterStreamConsumer::apply),
            action("DescribeLimits", DescribeLimits.Request.class, DescribeLimits::apply),
            action("DescribeStream", DescribeStream.Request.class, DescribeStream::apply),
            action(
                "DescribeStreamConsumer",
                DescribeStreamConsumer.Request.class,
                DescribeStreamConsumer::apply),
            action(
                "DescribeStreamSummary",
                DescribeStreamSummary.Request.class,
                DescribeStreamSummary::apply),
            action(
                "DisableEnhancedMonitoring",
                EnableEnhancedMonitoring.Request.class,
                DisableEnhancedMonitoring::apply),
            action(
                "EnableEnhancedMonitoring",
                EnableEnhancedMonitoring.Request.class,
                EnableEnhancedMonitoring::apply),
            meter.getRecords(
                limited("GetRecords", GetRecords.Request.class, GetRecords::apply, limits)),
            action("GetResourcePolicy", GetResourcePolicy.Request.class, GetResourcePolicy::apply),
            action("GetShardIterator", GetShardIterator.Request.class, GetShardIterator::apply),
            action(
                "IncreaseStreamRetentionPeriod",
                IncreaseStreamRetentionPeriod.Request.class,
                IncreaseStreamRetentionPeriod::apply),
            action("ListShards", ListShards.Request.class, ListShards::apply),
            action(
                "ListStreamConsumers",
                ListStreamConsumers.Request.class,
                ListStreamConsumers::apply),
            action("ListStreams", ListStreams.Request.class, ListStreams::apply),
            action(
                "ListTagsForResource",
                ListTagsForResource.Request.class,
                ListTagsForResource::apply),
            action("ListTagsForStream", ListTagsForStream.Request.class, ListTagsForStream::apply),
            action("MergeShards", MergeShards.Request.class, MergeShards::apply),
            meter.putRecord(
                limited("PutRecord", PutRecord.Request.class, PutRecord::apply, limits)),
            meter.putRecords(
                limited("PutRecords", PutRecords.Request.class, PutRecords::apply, limits)),
            action("PutResourcePolicy", PutResourcePolicy.Request.class, PutResourcePolicy::apply),
            action(
                "RegisterStreamConsumer",
                RegisterStreamConsumer.Request.class,
                RegisterStreamConsumer::apply),
            action(
                "RemoveTagsFromStream",
                RemoveTagsFromStream.Request.class,
                RemoveTagsFromStream::apply),
            action("SplitShard", SplitShard.Request.class, SplitShard::apply),
            action(
                "StartStreamEncryption",
                StartStreamEncryption.Request.class,
                StartStreamEncryption::apply),
            action(
                "StopStreamEncryption",
                StopStreamEncryption.Request.class,
                StopStreamEncryption::apply),
            new StreamingAction<>(
                "SubscribeToShard", SubscribeToShard.Request.class, this::subscribe),
            action("TagResource", TagResource.Request.class, TagResource::apply),
            action("UntagResource", UntagResource.Request.class, UntagResource::apply),
            action(
                "UpdateMaxRecordSize",
                UpdateMaxRecordSize.Request.class,
                UpdateMaxRecordSize::apply),
            action("UpdateShardCount", UpdateShardCount.Request.class, UpdateShardCount::apply),
            action("UpdateStreamMode", UpdateStreamMode.Request.class, UpdateStreamMode::apply)));
  }

  /// One action: what it makes of a state, a request and the time.
  interface Body<I, O> {
    Step<O> apply(KinesisState state, I request, Instant now);
  }

  /// An action that counts against the quotas of a shard.
  interface LimitedBody<I, O> {
    Step<O> apply(KinesisState state, I request, Instant now, Quotas quotas);

    default Body<I, O> by(Quotas quotas) {
      return (state, request, now) -> apply(state, request, now, quotas);
    }
  }

  private <I, O> AwsAction<I, O> action(String name, Class<I> input, Body<I, O> body) {
    return new AwsAction<>(name, input, request -> perform(body, request));
  }

  private <I, O> AwsAction<I, O> limited(
      String name, Class<I> input, LimitedBody<I, O> body, Quotas limits) {
    return action(name, input, body.by(limits));
  }

  <I, O> O perform(LimitedBody<I, O> body, I request) {
    return perform(body.by(quotas), request);
  }

  <I, O> O perform(Body<I, O> body, I request) {
    Step<O> step;
    lock.lock();
    try {
      step = step(body, request);
    } finally {
      lock.unlock();
    }
    var news = step.news();
    if (news != null) {
      published.accept(news);
      subscriptions.wake(news);
    }
    return step.output();
  }

  /// Opens a subscription; an older one of the same consumer to the same shard ends.
  EventSource subscribe(SubscribeToShard.Request request) {
    Subscriptions.Opened opened;
    lock.lock();
    try {
      // under the lock, so that of two the one that was admitted later stays
      opened = subscriptions.open(step(SubscribeToShard::apply, request).output());
    } finally {
      lock.unlock();
    }
    opened.endPredecessor();
    return opened.subscription();
  }

  /// How each stream is doing, in alphabetical order.
  public List<StreamStatus> statuses() {
    var now = clock.instant();
    return state().streams().values().stream()
        .map(stream -> StreamStatus.of(stream.at(now)))
        .toList();
  }

  /// The latest records of a shard, oldest first; none if there is no such stream or shard.
  ///
  /// @param most how many
  public List<SeenRecord> latest(String stream, String shardId, int most) {
    return Optional.ofNullable(state().streams().get(stream))
        .flatMap(found -> found.at(clock.instant()).shard(shardId))
        .map(shard -> shard.latest(most))
        .orElse(List.of());
  }

  Subscriptions subscriptions() {
    return subscriptions;
  }

  /// The way back to the streams as they are now. Subscriptions end on the way.
  public Checkpoint checkpoint() {
    var then = state();
    return () -> {
      lock.lock();
      try {
        store.changed(state, then);
        state = then;
        quotas.refill();
      } finally {
        lock.unlock();
      }
      subscriptions.endAll();
    };
  }

  private <I, O> Step<O> step(Body<I, O> body, I request) {
    var step = body.apply(state, request, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    store.changed(state, step.state());
    state = step.state();
    return step;
  }

  private KinesisState state() {
    lock.lock();
    try {
      return state;
    } finally {
      lock.unlock();
    }
  }

  /// Ends what keeps the streams; requests that would change something fail from now on.
  @Override
  public void close() {
    lock.lock();
    try {
      store.close();
    } finally {
      lock.unlock();
    }
  }
}
