package dev.millrace.local.lambda;

/// How one execution environment dealt with one invocation.
sealed interface Outcome {

  /// The handler answered.
  record Answered(byte[] payload) implements Outcome {}

  /// The handler threw; the payload is its error document.
  record Failed(byte[] payload) implements Outcome {}

  /// The handler could not be made; the payload is its error document.
  record InitFailed(byte[] payload) implements Outcome {}

  /// The environment was not ready in time.
  record InitTimedOut() implements Outcome {}

  /// The handler took too long.
  record TimedOut() implements Outcome {}

  /// The environment ended while it started or had the event.
  record Exited(int status) implements Outcome {}

  /// The environment had ended before it could take the event: another one may.
  record Gone() implements Outcome {}
}
