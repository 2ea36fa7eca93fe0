package dev.millrace.fleet.kinesis;

import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.base.source.reader.SingleThreadMultiplexSourceReaderBase;
import org.apache.flink.core.io.InputStatus;

/// Reads the shards that one task was given.
@SuppressWarnings("try") // Flink's reader may be interrupted while it is closed
final class StreamReader<T>
    extends SingleThreadMultiplexSourceReaderBase<Fetched, T, ShardSplit, ShardState> {

  private final SourceSettings settings;
  private final ConcurrentHashMap<String, Set<String>> retired;
  private final CompletableFuture<Void> settled = new CompletableFuture<>();

  private StreamReader(
      SourceSettings settings,
      Clock clock,
      RecordDecoder<T> decoder,
      SourceReaderContext context,
      ConcurrentHashMap<String, Set<String>> retired) {
    super(
        () -> new ShardReader(settings, clock, retired),
        new ShardEmitter<>(
            settings,
            decoder,
            context.metricGroup().getIOMetricGroup().getNumRecordsInCounter(),
            context.metricGroup().getNumRecordsInErrorsCounter(),
            context::sendSourceEventToCoordinator),
        context.getConfiguration(),
        context);
    this.settings = settings;
    this.retired = retired;
  }

  static <T> StreamReader<T> of(
      SourceSettings settings, Clock clock, RecordDecoder<T> decoder, SourceReaderContext context) {
    return new StreamReader<>(settings, clock, decoder, context, new ConcurrentHashMap<>());
  }

  /// A task without a shard does not hold up the others, but it does while a shard may be on its
  /// way to it.
  @Override
  public InputStatus pollNext(ReaderOutput<T> output) throws Exception {
    var status = super.pollNext(output);
    if (settled.isDone() && getNumberOfCurrentlyAssignedSplits() == 0) {
      output.markIdle();
    }
    return status;
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return settled.isDone()
        ? super.isAvailable()
        : CompletableFuture.anyOf(super.isAvailable(), settled).thenRun(() -> {});
  }

  @Override
  public void handleSourceEvents(SourceEvent event) {
    if (event instanceof SourceEvents.Retired shard) {
      retired.put(shard.shardId(), shard.children());
    } else if (event instanceof SourceEvents.Settled) {
      settled.complete(null);
    } else {
      super.handleSourceEvents(event);
    }
  }

  @Override
  protected void onSplitFinished(Map<String, ShardState> finished) {
    finished.values().forEach(state -> state.lag().close());
  }

  @Override
  protected ShardState initializedState(ShardSplit split) {
    return new ShardState(split, ShardLag.in(context.metricGroup(), settings, split.shardId()));
  }

  @Override
  protected ShardSplit toSplitType(String shardId, ShardState state) {
    return state.split();
  }
}
