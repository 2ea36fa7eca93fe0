package dev.millrace.local.kinesis;

import org.jspecify.annotations.Nullable;

/// What an action makes of a state.
///
/// @param state the state from now on
/// @param output the answer
/// @param news the ARN of a stream whose readers have a reason to look: something new, or the end
record Step<O>(KinesisState state, O output, @Nullable String news) {

  /// A step that gives readers nothing new.
  static <O> Step<O> of(KinesisState state, O output) {
    return new Step<>(state, output, null);
  }
}
