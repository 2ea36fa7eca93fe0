package dev.millrace.fleet.kinesis;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import software.amazon.awssdk.services.kinesis.model.Shard;

/// Which shards are being read or were, so that no child is read before all of its parents.
///
/// @param first where every shard starts; a moment means the oldest record in a shard made later
/// @param waiting the shards that can be read, and have no reader yet
/// @param begun the shards that wait for a reader or have had one
/// @param ended those of them that were read to their end, with the event time they reached
public record Lineage(
    Position first, List<ShardSplit> waiting, Set<String> begun, Map<String, Long> ended) {

  public Lineage {
    waiting = List.copyOf(waiting);
    begun = Set.copyOf(begun);
    ended = Map.copyOf(ended);
  }

  static Lineage startingAt(Position first) {
    return new Lineage(first, List.of(), Set.of(), Map.of());
  }

  Lineage ended(String shardId, long latest) {
    var more = new HashMap<>(ended);
    more.put(shardId, latest);
    return new Lineage(first, waiting, begun, more);
  }

  /// These want a reader.
  Lineage plus(Collection<ShardSplit> splits) {
    var moreWaiting = new ArrayList<>(waiting);
    moreWaiting.addAll(splits);
    var moreBegun = new HashSet<>(begun);
    splits.forEach(split -> moreBegun.add(split.shardId()));
    return new Lineage(first, moreWaiting, moreBegun, ended);
  }

  /// These have got one.
  Lineage minus(Collection<ShardSplit> splits) {
    var still = new ArrayList<>(waiting);
    still.removeAll(splits);
    return new Lineage(first, still, begun, ended);
  }

  /// Forgets what the stream has forgotten.
  Lineage of(Collection<Shard> shards) {
    var ids = shards.stream().map(Shard::shardId).toList();
    var still = new HashSet<>(begun);
    still.retainAll(ids);
    var stillEnded = new HashMap<>(ended);
    stillEnded.keySet().retainAll(ids);
    return new Lineage(first, waiting, still, stillEnded);
  }

  /// The shards that can be read from now on. A child takes up event time where its parents left
  /// it.
  List<ShardSplit> ready(Collection<Shard> shards) {
    var ids = shards.stream().map(Shard::shardId).toList();
    var ready = new ArrayList<ShardSplit>();
    for (var shard : shards) {
      var parents = parents(shard).filter(ids::contains).toList();
      if (!begun.contains(shard.shardId()) && ended.keySet().containsAll(parents)) {
        ready.add(new ShardSplit(shard.shardId(), first, latest(parents)));
      }
    }
    return ready;
  }

  private long latest(List<String> parents) {
    return parents.stream()
        .map(ended::get)
        .filter(Objects::nonNull)
        .mapToLong(Long::longValue)
        .filter(latest -> latest != EventTime.UNKNOWN)
        .min()
        .orElse(EventTime.UNKNOWN);
  }

  /// The ended parent of a shard whose event time the shard takes up; empty if it has none.
  Optional<String> slowestParent(String shardId, Collection<Shard> shards) {
    return shards.stream()
        .filter(shard -> shard.shardId().equals(shardId))
        .flatMap(Lineage::parents)
        .filter(ended::containsKey)
        .min(Comparator.comparingLong(this::reached));
  }

  /// A parent without a reading holds nobody up.
  private long reached(String parent) {
    var latest = Objects.requireNonNull(ended.get(parent));
    return latest == EventTime.UNKNOWN ? Long.MAX_VALUE : latest;
  }

  /// The children of a shard, if all of them have been handed out.
  Set<String> begunChildren(String shardId, Collection<Shard> shards) {
    var children = new HashSet<String>();
    shards.stream()
        .filter(shard -> parents(shard).anyMatch(shardId::equals))
        .forEach(shard -> children.add(shard.shardId()));
    return begun.containsAll(children) ? children : Set.of();
  }

  private static Stream<String> parents(Shard shard) {
    return Stream.of(shard.parentShardId(), shard.adjacentParentShardId()).filter(Objects::nonNull);
  }

  static final class Serializer implements SimpleVersionedSerializer<Lineage> {

    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(Lineage lineage) throws IOException {
      var bytes = new ByteArrayOutputStream();
      var out = new DataOutputStream(bytes);
      lineage.first.writeTo(out);
      out.writeInt(lineage.waiting.size());
      for (var split : lineage.waiting) {
        split.writeTo(out);
      }
      out.writeInt(lineage.begun.size());
      for (var shardId : lineage.begun) {
        out.writeUTF(shardId);
      }
      out.writeInt(lineage.ended.size());
      for (var entry : lineage.ended.entrySet()) {
        out.writeUTF(entry.getKey());
        out.writeLong(entry.getValue());
      }
      return bytes.toByteArray();
    }

    @Override
    public Lineage deserialize(int version, byte[] serialized) throws IOException {
      if (version != 1) {
        throw new IOException("the version of a stream's state must be 1, was " + version);
      }
      var in = new DataInputStream(new ByteArrayInputStream(serialized));
      var first = Position.readFrom(in);
      var waiting = new ArrayList<ShardSplit>();
      for (var left = in.readInt(); left > 0; left--) {
        waiting.add(ShardSplit.readFrom(in));
      }
      var begun = new HashSet<String>();
      for (var left = in.readInt(); left > 0; left--) {
        begun.add(in.readUTF());
      }
      var ended = new HashMap<String, Long>();
      for (var left = in.readInt(); left > 0; left--) {
        ended.put(in.readUTF(), in.readLong());
      }
      return new Lineage(first, waiting, begun, ended);
    }
  }
}
