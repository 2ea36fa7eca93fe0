package dev.millrace.local.kinesis;

import dev.millrace.local.gateway.AwsAction;
import dev.millrace.local.gateway.JsonService;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Kinesis Data Streams in memory, with AWS's semantics of shards, iterators and retention.
///
/// This class owns the state: every action is a pure function from one state to the next, and runs
/// alone. Records are kept for the stream's retention, in memory; a server that was opened on a
/// file also keeps there what it acknowledges, before it does.
///
/// Deviates from AWS: streams and shards change at once, without CREATING, UPDATING or DELETING;
/// throughput quotas are not enforced. Not supported, and refused by name: enhanced fan-out,
/// encryption, enhanced monitoring, changes of a stream's mode and resource policies.
public final class KinesisServer implements AutoCloseable {

  private static final String TARGET_PREFIX = "Kinesis_20131202";

  private final InstantSource clock;
  private final Consumer<String> published;
  private final KinesisStore store;
  private final ReentrantLock lock = new ReentrantLock();
  private KinesisState state;

  /// A server whose streams are gone when it is.
  ///
  /// @param clock what the streams mean by "now"
  /// @param region part of the streams' ARNs
  /// @param account part of the streams' ARNs
  /// @param published is given the ARN of each stream that has something new to read (records, or
  ///   shards that were split or merged) before the caller gets its answer; must not block
  public KinesisServer(
      InstantSource clock, String region, String account, Consumer<String> published) {
    this(clock, published, KinesisState.empty(region, account), KinesisStore.NONE);
  }

  KinesisServer(
      InstantSource clock, Consumer<String> published, KinesisState state, KinesisStore store) {
    this.clock = clock;
    this.published = published;
    this.state = state;
    this.store = store;
  }

  /// A server that keeps its streams in a file, and goes on with those it finds there.
  ///
  /// @param file made if it is not there
  /// @throws dev.millrace.local.data.DataException if the file cannot be used
  public static KinesisServer open(
      Path file, InstantSource clock, String region, String account, Consumer<String> published) {
    var journal = KinesisJournal.open(file, region, account);
    return new KinesisServer(clock, published, journal.loaded(), journal);
  }

  /// The API, for a gateway.
  public JsonService service() {
    return new JsonService(
        TARGET_PREFIX,
        List.of(
            action("AddTagsToStream", AddTagsToStream.Request.class, AddTagsToStream::apply),
            action("CreateStream", CreateStream.Request.class, CreateStream::apply),
            action(
                "DecreaseStreamRetentionPeriod",
                DecreaseStreamRetentionPeriod.Request.class,
                DecreaseStreamRetentionPeriod::apply),
            action("DeleteStream", DeleteStream.Request.class, DeleteStream::apply),
            action("DescribeStream", DescribeStream.Request.class, DescribeStream::apply),
            action(
                "DescribeStreamSummary",
                DescribeStreamSummary.Request.class,
                DescribeStreamSummary::apply),
            action("GetRecords", GetRecords.Request.class, GetRecords::apply),
            action("GetShardIterator", GetShardIterator.Request.class, GetShardIterator::apply),
            action(
                "IncreaseStreamRetentionPeriod",
                IncreaseStreamRetentionPeriod.Request.class,
                IncreaseStreamRetentionPeriod::apply),
            action("ListShards", ListShards.Request.class, ListShards::apply),
            action("ListStreams", ListStreams.Request.class, ListStreams::apply),
            action("ListTagsForStream", ListTagsForStream.Request.class, ListTagsForStream::apply),
            action("MergeShards", MergeShards.Request.class, MergeShards::apply),
            action("PutRecord", PutRecord.Request.class, PutRecord::apply),
            action("PutRecords", PutRecords.Request.class, PutRecords::apply),
            action(
                "RemoveTagsFromStream",
                RemoveTagsFromStream.Request.class,
                RemoveTagsFromStream::apply),
            action("SplitShard", SplitShard.Request.class, SplitShard::apply),
            action("UpdateShardCount", UpdateShardCount.Request.class, UpdateShardCount::apply)));
  }

  /// One action: what it makes of a state, a request and the time.
  interface Body<I, O> {
    Step<O> apply(KinesisState state, I request, Instant now);
  }

  private <I, O> AwsAction<I, O> action(String name, Class<I> input, Body<I, O> body) {
    return new AwsAction<>(name, input, request -> perform(body, request));
  }

  <I, O> O perform(Body<I, O> body, I request) {
    Step<O> step;
    lock.lock();
    try {
      step = body.apply(state, request, clock.instant().truncatedTo(ChronoUnit.MILLIS));
      store.changed(state, step.state());
      state = step.state();
    } finally {
      lock.unlock();
    }
    var news = step.news();
    if (news != null) {
      published.accept(news);
    }
    return step.output();
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
