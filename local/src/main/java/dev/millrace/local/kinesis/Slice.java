package dev.millrace.local.kinesis;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Some records of a shard, one after the other.
///
/// @param bytes how many they have, keys included
/// @param next the place behind them
record Slice(Shard shard, List<GetRecords.Item> items, long bytes, long next) {

  /// The records from a place on, as many as fit; at least one, however large, if there is one.
  static Slice read(Shard shard, long place, int mostRecords, long mostBytes) {
    var log = shard.log();
    // an iterator of before a reset may lie behind the end
    long next = Math.clamp(place, log.first(), log.next());
    long end = Math.min(next + mostRecords, log.next());
    var items = new ArrayList<GetRecords.Item>();
    long bytes = 0;
    for (; next < end; next++) {
      var stored = log.get(next);
      if (bytes + stored.size() > mostBytes && !items.isEmpty()) {
        break;
      }
      bytes += stored.size();
      items.add(
          new GetRecords.Item(
              shard.sequenceNumber(next),
              Instant.ofEpochMilli(stored.arrivalMillis()),
              stored.data(),
              stored.partitionKey()));
    }
    return new Slice(shard, items, bytes, next);
  }

  /// Whether the shard is closed and nothing comes after these records.
  boolean ends() {
    return !shard.isOpen() && isLatest();
  }

  /// How long the next record has been there, in milliseconds; 0 if there is none.
  long behind(Instant now) {
    return isLatest() ? 0 : Math.max(1, now.toEpochMilli() - shard.log().get(next).arrivalMillis());
  }

  private boolean isLatest() {
    return next == shard.log().next();
  }
}
