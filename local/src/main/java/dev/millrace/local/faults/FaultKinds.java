package dev.millrace.local.faults;

import java.util.ArrayList;
import java.util.List;

/// The faults by name, and what each can hit.
final class FaultKinds {

  private static final double HALF = 0.5;

  private static final List<String> OF_STACK = List.of("split-shard", "merge-shards", "clock-jump");

  private static final List<String> OF_CALL =
      List.of("throttle", "internal-error", "latency", "lost-answer", "partial-failure");

  private static final List<String> OF_INVOCATION =
      List.of("throttle", "crash-before", "crash-after", "time-out", "error-before", "error-after");

  private static final List<String> OF_DELIVERY = List.of("duplicate-delivery");

  private FaultKinds() {}

  static List<String> namesFor(Trigger on) {
    return switch (on) {
      case Trigger.Call _ -> {
        var all = new ArrayList<>(OF_CALL);
        all.addAll(OF_STACK);
        yield all;
      }
      case Trigger.Invocation _ -> OF_INVOCATION;
      case Trigger.Delivery _ -> OF_DELIVERY;
      case Trigger.Time _ -> OF_STACK;
    };
  }

  /// The faults that need no setting and can hit this.
  static List<Fault> plainFor(Trigger on) {
    var plain = new ArrayList<Fault>();
    switch (on) {
      case Trigger.Call(var api, var action, _, _) -> {
        plain.add(new Fault.Throttle());
        plain.add(new Fault.ServiceError());
        plain.add(new Fault.LostAnswer());
        if (PartialFailures.of(api, action).isPresent()) {
          plain.add(new Fault.PartialFailure(HALF));
        }
      }
      case Trigger.Invocation _ -> {
        plain.add(new Fault.Throttle());
        plain.add(new Fault.CrashBefore());
        plain.add(new Fault.CrashAfter());
        plain.add(new Fault.TimeOut());
        plain.add(new Fault.ErrorBefore());
        plain.add(new Fault.ErrorAfter());
      }
      case Trigger.Delivery _ -> plain.add(new Fault.DuplicateDelivery());
      case Trigger.Time _ -> {}
    }
    return List.copyOf(plain);
  }
}
