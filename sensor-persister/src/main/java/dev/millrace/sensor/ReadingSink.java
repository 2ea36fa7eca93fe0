package dev.millrace.sensor;

import dev.millrace.common.Calls;
import dev.millrace.common.Deadline;
import java.util.List;

/// Where readings are kept.
///
/// A reading is an item of its own under its key, so putting it again, in a repeated batch, changes
/// nothing.
@FunctionalInterface
interface ReadingSink {

  /// Writes readings, of which no two have the same key.
  ///
  /// @return what could not be written
  Calls.Progress<Reading> put(List<Reading> readings, Deadline deadline);

  /// Goes through what `put` takes and writes nothing.
  default void rehearse() {}
}
