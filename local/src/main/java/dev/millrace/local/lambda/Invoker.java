package dev.millrace.local.lambda;

/// Calls functions synchronously.
@FunctionalInterface
public interface Invoker {

  /// Delivers an event and waits for the function's answer; blocks, so call it on a virtual thread.
  ///
  /// @param functionName the function's name, not its ARN
  /// @param event the event's JSON
  InvokeResult invoke(String functionName, byte[] event);
}
