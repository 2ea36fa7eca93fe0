package dev.millrace.local.mapping;

import dev.millrace.local.mapping.StreamSource.ShardReader;
import java.util.Collections;
import java.util.List;

/// One shard of a mapping: where its reader stands, and what of the records read so far is left to
/// do.
///
/// @param reader goes on where it stopped
/// @param readerRole the role that the reader writes into records
/// @param lanes everything up to the reader's place that is not resolved, by lane
record Held(ShardReader reader, String readerRole, List<ShardState> lanes) {

  Held {
    lanes = List.copyOf(lanes);
  }

  /// A shard of which nothing was read.
  static Held untouched(ShardReader reader, MappingConfig config) {
    var lanes = Collections.nCopies(config.parallelizationFactor(), ShardState.START);
    return new Held(reader, config.roleArn(), lanes);
  }
}
