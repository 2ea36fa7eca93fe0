package dev.millrace.local.mapping;

import dev.millrace.local.mapping.MappingConfig.StartingPosition;
import java.time.Duration;
import java.util.List;

/// A stream, as its reader sees it. Calls block, and throw if the service refuses.
interface StreamSource {

  /// Every shard that the stream still knows, in any order.
  ///
  /// @throws IllegalArgumentException if there is no such stream
  List<Shard> shards();

  /// Starts to read a shard. Records that are put once this returned are never missed.
  ShardReader open(String shardId, StartingPosition position);

  /// How often a shard is read if nothing says that there is something to read.
  Duration pollInterval();

  /// How long after a signal a record may still be invisible; zero if it never is.
  Duration settleTime();

  /// One shard of a stream.
  ///
  /// @param parents the shards it was split or merged from
  /// @param closed whether it takes no more records
  record Shard(String id, List<String> parents, boolean closed) {

    public Shard {
      parents = List.copyOf(parents);
    }
  }

  /// A position in one shard that moves on with every read.
  interface ShardReader {

    /// Reads on; finds its place again by itself if its iterator expired.
    ///
    /// @param limit most records to return
    Page read(int limit);
  }

  /// What one read returned.
  ///
  /// @param caughtUp whether nothing was left behind these records
  /// @param ended whether the shard is closed and these were its last
  record Page(List<StreamRecord> records, boolean caughtUp, boolean ended) {}
}
