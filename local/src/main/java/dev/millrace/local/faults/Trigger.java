package dev.millrace.local.faults;

import java.util.Optional;

/// What a rule is about.
public sealed interface Trigger {

  /// As plans spell it.
  String text();

  /// Calls of an API.
  ///
  /// @param api whose
  /// @param action its name, or `*` for all that a fault can hit
  /// @param resource the table, stream, delivery stream or queue; empty for any
  /// @param anyone whether the calls of clients outside count, too; the stack's own never do
  record Call(Api api, String action, Optional<String> resource, boolean anyone)
      implements Trigger {

    /// What stands for every action.
    public static final String ANY = "*";

    /// @throws IllegalArgumentException if the API has no such action, or none that faults can hit
    public Call {
      if (!action.equals(ANY) && !api.actions().contains(action)) {
        throw new IllegalArgumentException(
            "%s: the action must be * or one of %s, was %s"
                .formatted(api.id(), api.actions().stream().sorted().toList(), action));
      }
    }

    @Override
    public String text() {
      return api.id() + ":" + action;
    }
  }

  /// Invocations of functions, whoever invokes them.
  ///
  /// @param function its name; empty for any
  record Invocation(Optional<String> function) implements Trigger {
    @Override
    public String text() {
      return "function";
    }
  }

  /// Batches of event source mappings that succeeded.
  ///
  /// @param function the name of the function that they feed; empty for any
  record Delivery(Optional<String> function) implements Trigger {
    @Override
    public String text() {
      return "mapping";
    }
  }

  /// The time after which a rule applies, and nothing else.
  record Time() implements Trigger {
    @Override
    public String text() {
      return "time";
    }
  }
}
