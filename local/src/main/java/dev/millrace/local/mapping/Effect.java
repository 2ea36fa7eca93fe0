package dev.millrace.local.mapping;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something a shard wants done.
sealed interface Effect {

  /// Call the function; answered by `InvocationFinished`.
  record Invoke(Call call) implements Effect {}

  /// Send a message to the destination; answered by `Delivered` or `DeliveryFailed`.
  record Notify(FailureReport report) implements Effect {}

  /// These records are processed.
  record Resolved(List<StreamRecord> records) implements Effect {}

  /// These records are given up, and the destination, if there is one, knows.
  record GivenUp(FailureReport report) implements Effect {}

  /// Send a `Tick` at this time. The step's other alarms, and those of earlier steps, are void.
  record WakeAt(Instant time) implements Effect {}

  /// Read the stream now: the shard must know whether it is caught up.
  record Poll() implements Effect {}

  /// The shard has ended and is resolved; its children may start.
  record Finished() implements Effect {}

  /// One invocation's content.
  ///
  /// @param records the batch; empty when a window is handed over
  /// @param window null without a tumbling window
  record Call(List<StreamRecord> records, @Nullable WindowCall window) {}

  /// What a tumbling window adds to an invocation.
  record WindowCall(Window window, String state, boolean isFinal, boolean isEarly) {}
}
