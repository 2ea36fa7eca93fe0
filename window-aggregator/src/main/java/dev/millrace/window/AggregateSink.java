package dev.millrace.window;

import dev.millrace.common.Deadline;
import dev.millrace.common.Retry;

/// Where the totals of windows go.
///
/// Lambda delivers at least once, so a part may be merged again; the totals must not change then.
/// It is recognised by its id.
@FunctionalInterface
interface AggregateSink {

  /// Adds a part to the totals of its window.
  ///
  /// @return the keys whose totals could not be written in time
  /// @throws dev.millrace.common.ConfigException if the table refuses this function
  Retry.Result<String> merge(WindowPart part, Deadline deadline);

  /// Goes through what `merge` takes and writes nothing.
  default void rehearse() {}
}
