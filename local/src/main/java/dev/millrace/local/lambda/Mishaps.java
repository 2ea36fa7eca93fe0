package dev.millrace.local.lambda;

import java.util.Optional;

/// Decides what befalls the invocations of functions.
@FunctionalInterface
public interface Mishaps {

  /// Nothing ever does.
  Mishaps NONE = _ -> Optional.empty();

  /// What befalls the next invocation of a function, by name; asked once for each.
  Optional<Mishap> next(String function);
}
