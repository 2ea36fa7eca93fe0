package dev.millrace.score;

import dev.millrace.common.Deadline;
import dev.millrace.common.PipelineException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Where score changes take effect.
interface ScoreSink {

  /// How far a sink came.
  ///
  /// @param changes how many changes, from the first, have taken effect
  /// @param retries how many calls had to be made again
  /// @param stop why it went no further, or null if all changes have taken effect
  record Applied(int changes, int retries, @Nullable PipelineException stop) {}

  /// Applies changes in their order and stops at the first that fails. Dependencies that fail are
  /// part of the answer, never thrown.
  ///
  /// @param processed the time that stands for a change's own if the stream does not say
  Applied apply(ScoreBatch batch, Instant processed, Deadline deadline);
}
