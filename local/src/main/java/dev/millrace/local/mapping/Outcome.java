package dev.millrace.local.mapping;

import org.jspecify.annotations.Nullable;

/// What an invocation means for its batch.
sealed interface Outcome {

  /// Everything was processed.
  ///
  /// @param state the window's next state; null without a tumbling window
  record Succeeded(@Nullable String state) implements Outcome {}

  /// The records before one of them were processed.
  ///
  /// @param from index of the first record to deliver again, at least 1
  /// @param state the window's next state; null without a tumbling window
  record PartlyFailed(int from, @Nullable String state) implements Outcome {}

  /// Nothing was processed.
  ///
  /// @param functionError such as `Unhandled`; null if the function's answer was at fault
  record Failed(@Nullable String functionError) implements Outcome {}

  /// The function did not run.
  record NotReached(String errorType, String message) implements Outcome {}
}
