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

  /// Goes on where another one stopped; what was read then is read again.
  Lineage(StartingPosition start, Position position) {
    this.start = start;
    known.addAll(position.known());
    position.waiting().forEach(each -> waiting.put(each.shard().id(), each));
    unfinished.addAll(position.shards().keySet());
    unfinished.addAll(waiting.keySet());
    started = true;
  }

  /// A shard to be read now.
  record Start(Shard shard, StartingPosition position) {}

  Set<String> known() {
    return Set.copyOf(known);
  }

  /// Shards whose turn has not come, or that were not opened yet.
  List<Start> waiting() {
    return List.copyOf(waiting.values());
  }

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

  /// The shard was read to its end, or is gone.
  void finished(String shardId) {
    unfinished.remove(shardId);
    waiting.remove(shardId);
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
