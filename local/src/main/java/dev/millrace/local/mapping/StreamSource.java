package dev.millrace.local.mapping;

import dev.millrace.local.mapping.MappingConfig.StartingPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A stream, as its reader sees it. Calls block, and throw if the service refuses.
interface StreamSource {

  /// Every shard that the stream still knows, in any order.
  ///
  /// @throws StreamNotFoundException if there is no such stream
  List<Shard> shards();

  /// Finds a starting position in a shard. Behind what it stands for with LATEST are all records
  /// that are put once this returned.
  Place find(String shardId, StartingPosition position);

  /// Starts to read a shard, from the oldest record if those behind the place left the stream.
  ///
  /// @param notBefore no record behind the place arrived earlier, as far as is known
  ShardReader open(String shardId, Place place, Instant notBefore);

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
    /// @throws StreamNotFoundException if the stream was deleted
    Page read(int limit);
  }

  /// What one read returned.
  ///
  /// @param records those that pass the mapping's filters
  /// @param readTo the last record that was read, whether it passed or not; null if there was none
  /// @param filtered how many did not pass
  /// @param caughtUp whether nothing was left behind these records
  /// @param ended whether the shard is closed and these were its last
  record Page(
      List<StreamRecord> records,
      @Nullable SequenceNumber readTo,
      int filtered,
      boolean caughtUp,
      boolean ended) {

    /// Nothing was filtered out.
    Page(List<StreamRecord> records, boolean caughtUp, boolean ended) {
      this(records, StreamRecord.last(records), 0, caughtUp, ended);
    }
  }
}
