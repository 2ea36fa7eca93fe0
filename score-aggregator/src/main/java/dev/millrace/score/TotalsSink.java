package dev.millrace.score;

import dev.millrace.common.Deadline;
import dev.millrace.common.PipelineException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where totals are kept.
interface TotalsSink {

  /// What came of adding a chunk.
  ///
  /// @param retries how many calls had to be made again
  /// @param writeUnits what the writes that succeeded have used up
  /// @param failure why the chunk is not known to be added, or null if it is. After a
  ///   `PoisonException` it is not added, and never will be as a whole.
  record Added(int retries, double writeUnits, @Nullable PipelineException failure) {

    static final Added NOTHING = new Added(0, 0, null);
  }

  /// Cuts changes that concern a user into chunks that can be added by one call.
  List<List<Placed>> chunks(List<Placed> batch);

  /// Adds a chunk, or a part of one, to the totals.
  Added add(List<ScoreChange> chunk, Deadline deadline);

  /// Goes through what a batch takes and changes nothing.
  default void rehearse(Deadline deadline) {}
}
