package dev.millrace.local.mapping;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Records that were given up, and why.
///
/// @param cause why
/// @param invokeCount how often they were delivered, 1 if never
/// @param span the records, or those of a window whose final call was given up
/// @param records the records that are resolved by giving up; empty for a final call
/// @param time when it was decided
/// @param window what a tumbling window added to the invocation; null without tumbling windows, and
///   for records that became too old before they were in a window
record FailureReport(
    Cause cause,
    int invokeCount,
    Span span,
    List<StreamRecord> records,
    Instant time,
    Effect.@Nullable WindowCall window) {

  /// The invocation that was given up, or for records that are too old, the one they would have
  /// been in.
  Effect.Call call() {
    return new Effect.Call(records, window);
  }

  /// The window that a final or early call was to hand over.
  OpenWindow handedOver() {
    var call = Objects.requireNonNull(window);
    return new OpenWindow(call.window(), call.state(), span);
  }

  /// Why records are given up.
  sealed interface Cause {

    /// Every allowed invocation failed.
    ///
    /// @param functionError how the last one failed; null if the function answered with a report
    record RetryAttemptsExhausted(@Nullable String functionError) implements Cause {}

    /// The records became older than the mapping allows.
    record RecordAgeExceeded() implements Cause {}
  }
}
