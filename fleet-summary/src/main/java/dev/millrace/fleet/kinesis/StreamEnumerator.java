package dev.millrace.fleet.kinesis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.Shard;

/// Looks for shards, and hands each to a reader when all of its parents were read.
///
/// A child goes to the reader of the parent that was least far: other readers may have told that
/// event time is past what the child begins with, and what was told cannot be taken back.
final class StreamEnumerator implements SplitEnumerator<ShardSplit, Lineage> {

  private static final Logger log = LoggerFactory.getLogger(StreamEnumerator.class);

  private final SourceSettings settings;
  private final SplitEnumeratorContext<ShardSplit> context;
  private final KinesisClient kinesis;

  /// Ended shards that their readers still keep, with the number of the reader.
  private final Map<String, Integer> kept = new LinkedHashMap<>();

  /// The number of the reader of each shard that was ready since the start.
  private final Map<String, Integer> owners = new HashMap<>();

  private Lineage lineage;
  private boolean looked;

  StreamEnumerator(
      SourceSettings settings, SplitEnumeratorContext<ShardSplit> context, Lineage lineage) {
    this.settings = settings;
    this.context = context;
    this.kinesis = settings.endpoint().client();
    this.lineage = lineage;
  }

  @Override
  public void start() {
    context.callAsync(this::shards, this::found, 0, settings.discoveryInterval().toMillis());
  }

  private List<Shard> shards() {
    var shards = new ArrayList<Shard>();
    var request = ListShardsRequest.builder().streamName(settings.stream()).build();
    while (true) {
      var page = kinesis.listShards(request);
      shards.addAll(page.shards());
      if (page.nextToken() == null) {
        return shards;
      }
      request = ListShardsRequest.builder().nextToken(page.nextToken()).build();
    }
  }

  /// A look that failed is repeated at the next interval; a job that never found a shard fails.
  private void found(@Nullable List<Shard> shards, @Nullable Throwable failure) {
    if (shards != null) {
      lineage = lineage.of(shards);
      owners.keySet().retainAll(lineage.begun());
      for (var split : lineage.ready(shards)) {
        lineage
            .slowestParent(split.shardId(), shards)
            .map(kept::get)
            .ifPresent(reader -> owners.put(split.shardId(), reader));
        lineage = lineage.plus(List.of(split));
      }
      assign();
      if (!looked) {
        looked = true;
        context.registeredReaders().keySet().forEach(this::settle);
      }
      retire(shards);
    } else if (!lineage.begun().isEmpty()) {
      log.atWarn().setCause(failure).log("shards could not be listed");
    } else {
      throw new IllegalStateException(
          "the shards of stream " + settings.stream() + " cannot be listed", failure);
    }
  }

  private void assign() {
    var readers = context.registeredReaders().keySet();
    var assignment =
        lineage.waiting().stream()
            .filter(split -> readers.contains(owner(split.shardId())))
            .collect(Collectors.groupingBy(split -> owner(split.shardId())));
    if (!assignment.isEmpty()) {
      context.assignSplits(new SplitsAssignment<>(assignment));
      assignment.values().forEach(splits -> lineage = lineage.minus(splits));
    }
  }

  private int owner(String shardId) {
    return owners.computeIfAbsent(
        shardId, id -> Math.floorMod(id.hashCode(), context.currentParallelism()));
  }

  private void retire(Collection<Shard> shards) {
    for (var shard : Map.copyOf(kept).entrySet()) {
      var children = lineage.begunChildren(shard.getKey(), shards);
      if (!children.isEmpty()) {
        kept.remove(shard.getKey());
        children.removeIf(child -> owner(child) != shard.getValue());
        context.sendEventToSourceReader(
            shard.getValue(), new SourceEvents.Retired(shard.getKey(), children));
      }
    }
  }

  @Override
  public void handleSourceEvent(int reader, SourceEvent event) {
    if (event instanceof SourceEvents.Ended shard) {
      lineage = lineage.ended(shard.shardId(), shard.latest());
      kept.put(shard.shardId(), reader);
      context.callAsync(this::shards, this::found);
    }
  }

  @Override
  public void handleSplitRequest(int reader, @Nullable String host) {}

  @Override
  public void addSplitsBack(List<ShardSplit> splits, int reader) {
    lineage = lineage.plus(splits);
  }

  @Override
  public void addReader(int reader) {
    assign();
    if (looked) {
      settle(reader);
    }
  }

  private void settle(int reader) {
    context.sendEventToSourceReader(reader, new SourceEvents.Settled());
  }

  @Override
  public Lineage snapshotState(long checkpointId) {
    return lineage;
  }

  @Override
  public void close() {
    kinesis.close();
  }
}
