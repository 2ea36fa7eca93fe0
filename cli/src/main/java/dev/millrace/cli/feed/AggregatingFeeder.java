package dev.millrace.cli.feed;

import dev.millrace.common.KplPacker;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// Puts records to a stream packed as the Kinesis Producer Library does: those of a shard together,
/// up to the size that library packs to, in their order.
///
/// When the stream's shards change, records of both halves of a shard may go into one of them until
/// that is noticed, as with that library.
public final class AggregatingFeeder implements Feeder<Keyed> {

  /// `AggregationMaxSize` of the Kinesis Producer Library.
  static final int MAX_BYTES = 51_200;

  /// What a record adds besides its key and its data, at most.
  private static final int FIELDS = 32;

  private final StreamFeeder stream;
  private final OpenShards shards;
  private final Map<String, Pack> packs = new LinkedHashMap<>();

  public AggregatingFeeder(StreamFeeder stream, OpenShards shards) {
    this.stream = stream;
    this.shards = shards;
  }

  /// Records of one shard; the key of the first leads there, a record alone stays as it is.
  private record Pack(Keyed first, KplPacker records) {

    void add(Keyed record) {
      records.add(record.partitionKey(), null, record.data());
    }

    boolean hasRoomFor(Keyed record) {
      var key = record.partitionKey().getBytes(StandardCharsets.UTF_8).length;
      return records.size() + key + record.data().length + FIELDS <= MAX_BYTES;
    }

    byte[] data() {
      return records.count() == 1 ? first.data() : records.pack();
    }
  }

  @Override
  public void send(Keyed record) {
    var shard = shards.of(record.partitionKey());
    var pack = packs.get(shard);
    if (pack != null && !pack.hasRoomFor(record)) {
      ship(shard, pack);
      pack = null;
    }
    if (pack == null) {
      pack = new Pack(record, new KplPacker());
      packs.put(shard, pack);
    }
    pack.add(record);
  }

  @Override
  public void flush() {
    packs.forEach(this::ship);
    packs.clear();
    stream.flush();
  }

  private void ship(String shard, Pack pack) {
    var first = pack.first();
    stream.send(
        first.partitionKey(), pack.data(), first.ordered() ? shard : null, pack.records().count());
  }
}
