package dev.millrace.local.sns;

import java.util.List;

/// What an action makes of a state.
///
/// @param state the state from now on
/// @param output the answer
/// @param deliveries what goes to queues
record Step<O>(SnsState state, O output, List<Delivery> deliveries) {

  static <O> Step<O> of(SnsState state, O output) {
    return new Step<>(state, output, List.of());
  }
}
