package dev.millrace.cli;

import java.util.function.BiConsumer;

/// What starts stacks.
@FunctionalInterface
public interface StackLauncher {

  /// Returns when the endpoint answers and every mapping reads.
  ///
  /// @param log gets every line that a function logs, with the function's name first
  /// @throws StackException if it cannot start
  RunningStack start(StackOptions options, BiConsumer<String, String> log);
}
