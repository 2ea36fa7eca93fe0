package dev.millrace.local.mapping;

import dev.millrace.local.mapping.MappingConfig.StartingPosition;
import dev.millrace.local.mapping.StreamSource.Shard;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Decides which shards are read: parents to their end before their children.
///
/// The shards that exist at the start are read from the mapping's starting position, or not at all
/// if they are closed and only new records are wanted. Shards that appear later hold nothing but
/// newer records, so they are read from their beginning.
final class Lineage {

  private final StartingPosition start;
  private final Map<String, Start> waiting = new LinkedHashMap<>();
  private final Set<String> known = new HashSet<>();
  private final Set<String> unfinished = new HashSet<>();
  private boolean started;

  Lineage(StartingPosition start) {
    this.start = start;
  }

  /// A shard to be read now.
  record Start(Shard shard, StartingPosition position) {}

  /// Takes the stream's shards in.
  void listed(List<Shard> shards) {
    var latest = start instanceof StartingPosition.Latest;
    for (var shard : shards) {
      if (!known.add(shard.id()) || (!started && latest && shard.closed())) {
        continue;
      }
      unfinished.add(shard.id());
      waiting.put(
          shard.id(), new Start(shard, started ? new StartingPosition.TrimHorizon() : start));
    }
    started = true;
  }

  void finished(String shardId) {
    unfinished.remove(shardId);
  }

  /// The shards whose turn has come, until each was opened.
  List<Start> ready() {
    return waiting.values().stream()
        .filter(each -> each.shard().parents().stream().noneMatch(unfinished::contains))
        .toList();
  }

  /// The shard is being read.
  void opened(Start shard) {
    waiting.remove(shard.shard().id());
  }
}
