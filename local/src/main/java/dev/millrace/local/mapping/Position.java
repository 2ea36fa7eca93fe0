package dev.millrace.local.mapping;

import java.util.Map;

/// Where a mapping stands while nothing of it runs.
///
/// @param config the settings it ran with
/// @param lineage which shards were read and which come next
/// @param shards the shards being read, by id
record Position(MappingConfig config, Lineage lineage, Map<String, Held> shards) {

  Position {
    shards = Map.copyOf(shards);
  }

  /// Gives up what its readers have open; reading on opens it again.
  void close() {
    shards.values().forEach(held -> held.reader().close());
  }
}
