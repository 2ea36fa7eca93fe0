package dev.millrace.local.mapping;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// Where a mapping stands in its stream, as a value that can be written down.
///
/// @param known every shard that was ever seen
/// @param waiting shards whose turn has not come
/// @param shards those that are being read, by id
record Position(Set<String> known, List<Lineage.Start> waiting, Map<String, Bookmark> shards) {

  Position {
    known = Set.copyOf(known);
    waiting = List.copyOf(waiting);
    shards = Map.copyOf(shards);
  }
}
