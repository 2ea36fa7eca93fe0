package dev.millrace.cli.consume;

import dev.millrace.cli.live.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.Shard;

/// The shards of one stream that are to be read now: children after their parents were read to the
/// end.
final class StreamTail {

  private final KinesisClient kinesis;
  private final Session session;
  private final String stream;
  private final Optional<String> only;

  private final Map<String, ShardReader> reading = new TreeMap<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private final Set<String> known = new TreeSet<>();

  /// A shard that waits until its parents were read.
  private record Waiting(Shard shard, Position position) {}

  /// @param only the shard that alone is read, by its id or its number; empty for all
  StreamTail(
      KinesisClient kinesis,
      Session session,
      String stream,
      Optional<String> only,
      Position position) {
    this.kinesis = kinesis;
    this.session = session;
    this.stream = stream;
    this.only = only;
    discover(position);
  }

  String stream() {
    return stream;
  }

  /// The shards that can be read.
  List<ShardReader> readers() {
    return List.copyOf(reading.values());
  }

  /// Whether nothing will ever come again.
  boolean isEnded() {
    return reading.isEmpty();
  }

  /// Goes on with the children of shards that were read to the end.
  void advance() {
    var ended = reading.values().stream().filter(ShardReader::isEnded).toList();
    if (ended.isEmpty()) {
      return;
    }
    ended.forEach(reader -> reading.remove(reader.shard()));
    if (only.isEmpty()) {
      discover(new Position.TrimHorizon());
    }
  }

  private void discover(Position position) {
    for (var shard : list()) {
      if (known.add(shard.shardId()) && isWanted(shard, position)) {
        waiting.add(new Waiting(shard, position));
      }
    }
    if (only.isPresent() && waiting.isEmpty()) {
      throw new ConsumeException("stream %s has no shard %s".formatted(stream, only.get()));
    }
    var ready = waiting.stream().filter(each -> isReady(each.shard())).toList();
    waiting.removeAll(ready);
    for (var each : ready) {
      var id = each.shard().shardId();
      reading.put(id, new ShardReader(kinesis, session, stream, id, each.position()));
    }
  }

  private boolean isWanted(Shard shard, Position position) {
    if (only.isPresent()) {
      return shard.shardId().equals(only.get()) || ShardName.of(shard.shardId()).equals(only.get());
    }
    var closed = shard.sequenceNumberRange().endingSequenceNumber() != null;
    return !(closed && position instanceof Position.Latest);
  }

  private boolean isReady(Shard shard) {
    return isRead(shard.parentShardId()) && isRead(shard.adjacentParentShardId());
  }

  /// Whether there is nothing left to read in a parent, if there is one.
  private boolean isRead(@Nullable String parent) {
    return parent == null
        || (!reading.containsKey(parent)
            && waiting.stream().noneMatch(each -> each.shard().shardId().equals(parent)));
  }

  private List<Shard> list() {
    var shards = new ArrayList<Shard>();
    var request = ListShardsRequest.builder().streamName(stream).build();
    while (true) {
      var page = kinesis.listShards(request);
      shards.addAll(page.shards());
      if (page.nextToken() == null) {
        return shards;
      }
      request = ListShardsRequest.builder().nextToken(page.nextToken()).build();
    }
  }
}
