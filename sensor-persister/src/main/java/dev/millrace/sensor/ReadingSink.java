package dev.millrace.sensor;

import dev.millrace.common.Deadline;
import dev.millrace.common.Retry;
import java.util.List;

/// Where readings are kept.
///
/// A reading is an item of its own under its key, so putting it again, in a repeated batch, changes
/// nothing.
@FunctionalInterface
interface ReadingSink {

  /// Writes readings, of which no two have the same key.
  ///
  /// @return what could not be written in time
  /// @throws dev.millrace.common.ConfigException if the table refuses this function
  Retry.Result<Reading> put(List<Reading> readings, Deadline deadline);
}
