package dev.millrace.local.firehose;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How far a Kinesis source was read: what is needed to read on later, without a gap or a repeat.
///
/// @param reading the places in shards that were not read to their end
/// @param finished the shards that are not to be read, or not any more
record SourcePosition(Map<String, Place> reading, Set<String> finished) {

  SourcePosition {
    reading = Map.copyOf(reading);
    finished = Set.copyOf(finished);
  }

  /// A place in one shard.
  ///
  /// @param shardId the shard
  /// @param last the last record that was read; null if none was
  /// @param fromStart whether reading began with the shard's oldest record
  /// @param opened when reading began
  /// @param ended whether the shard has nothing more
  record Place(
      String shardId, @Nullable String last, boolean fromStart, Instant opened, boolean ended) {}

  /// The same after a step further in one shard.
  SourcePosition plus(Place place) {
    var places = new HashMap<>(reading);
    var done = new HashSet<>(finished);
    if (place.ended()) {
      places.remove(place.shardId());
      done.add(place.shardId());
    } else {
      places.put(place.shardId(), place);
    }
    return new SourcePosition(places, done);
  }
}
