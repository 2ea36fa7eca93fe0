package dev.millrace.local.mapping;

import java.time.Instant;
import java.util.List;

/// What a shard waits for.
sealed interface Phase {

  /// Messages that must be safe before the shard goes on.
  default List<FailureReport> outstanding() {
    return List.of();
  }

  /// Records, time, or nothing at all.
  record Ready() implements Phase {}

  /// The function's answer to the first task.
  record Invoking() implements Phase {}

  /// The destination's answer to the first message.
  ///
  /// @param outstanding messages that must be safe before the shard goes on
  /// @param failures how often in a row the destination refused the first one
  record Notifying(List<FailureReport> outstanding, int failures) implements Phase {}

  /// Another try to hand over the first message.
  record NotifyingLater(List<FailureReport> outstanding, int failures, Instant until)
      implements Phase {}

  /// Nothing: the shard ended and everything in it is resolved.
  record Finished() implements Phase {}
}
