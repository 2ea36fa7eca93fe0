package dev.millrace.benchmarks.scale;

import dev.millrace.local.kinesis.TokenBucket;
import dev.millrace.local.mapping.VirtualShard.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A Kinesis shard under AWS's quotas: 1,000 records and 1 MiB a second in, five GetRecords calls
/// and 2 MiB a second out for all who poll it, and 2 MiB a second for each consumer with enhanced
/// fan-out. How a second is counted is not documented; here as by the local Kinesis server.
///
/// All records have one size.
final class StreamShard {

  static final int RECORDS_IN = 1000;
  static final int BYTES_IN = 1 << 20;
  static final int READS_OUT = 5;
  static final int BYTES_OUT = 2 << 20;

  /// Most records and bytes of one GetRecords call.
  static final int PAGE_RECORDS = 10_000;

  static final int PAGE_BYTES = 10 << 20;

  /// What a record has in a function's event besides its data in Base64.
  private static final int ENVELOPE = 500;

  private final Timeline time;
  private final int recordBytes;
  private final List<Item> records = new ArrayList<>();
  private TokenBucket recordsIn = TokenBucket.full(RECORDS_IN, 0);
  private TokenBucket bytesIn = TokenBucket.full(BYTES_IN, 0);
  private TokenBucket readsOut = TokenBucket.full(READS_OUT, 0);
  private TokenBucket bytesOut = TokenBucket.full(BYTES_OUT, 0);

  StreamShard(Timeline time, int recordBytes) {
    this.time = time;
    this.recordBytes = recordBytes;
  }

  /// Records as they lie behind a place.
  ///
  /// @param next the place behind them
  record Page(List<Item> records, int next, boolean caughtUp) {}

  /// Takes a record, or refuses it.
  void put(String key) {
    if (takes()) {
      putBefore(key);
    }
  }

  /// Whether the shard takes a record now, which it then counts.
  boolean takes() {
    var now = time.nanos();
    if (!recordsIn.gives(1, now) || !bytesIn.gives(recordBytes, now)) {
      return false;
    }
    recordsIn = recordsIn.take(1, now);
    bytesIn = bytesIn.take(recordBytes, now);
    return true;
  }

  /// A record that came earlier than the simulation begins.
  void putBefore(String key) {
    records.add(new Item(key, time.instant(), recordBytes * 4 / 3 + ENVELOPE));
  }

  /// GetRecords; empty if the shard was read too much.
  Optional<Page> read(int from, int limit) {
    var now = time.nanos();
    if (!readsOut.gives(1, now) || !bytesOut.gives(1, now)) {
      return Optional.empty();
    }
    var page = page(from, Math.min(limit, PAGE_BYTES / recordBytes));
    readsOut = readsOut.take(1, now);
    bytesOut = bytesOut.take((long) page.records().size() * recordBytes, now);
    return Optional.of(page);
  }

  /// What SubscribeToShard pushes; the caller counts its bytes.
  Page page(int from, int limit) {
    var next = Math.min(records.size(), from + Math.min(limit, PAGE_RECORDS));
    return new Page(records.subList(from, next), next, next == records.size());
  }

  int recordBytes() {
    return recordBytes;
  }
}
