package dev.millrace.score;

import dev.millrace.common.Deadline;
import dev.millrace.common.PipelineException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where score changes take effect.
interface ScoreSink {

  /// How far a sink came.
  ///
  /// @param changes how many changes, from the first, have taken effect
  /// @param retries how many calls had to be made again
  /// @param writeUnits what the writes that succeeded have used up
  /// @param stop why it went no further, or null if all changes have taken effect
  record Applied(int changes, int retries, double writeUnits, @Nullable PipelineException stop) {}

  /// Applies changes, at least those before the first that fails. Dependencies that fail are part
  /// of the answer, never thrown.
  ///
  /// @param changes in the order of the stream
  /// @param processed the time that stands for a change's own if the stream does not say
  Applied apply(List<ScoreChange> changes, Instant processed, Deadline deadline);

  /// Goes through what a batch takes and changes nothing.
  default void rehearse(Deadline deadline) {}
}
