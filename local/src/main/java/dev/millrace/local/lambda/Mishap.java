package dev.millrace.local.lambda;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// What can befall an invocation on purpose.
public enum Mishap {
  /// No execution environment takes the event, as when all that are allowed are busy.
  THROTTLE,
  /// The environment ends before the handler has the event.
  CRASH_BEFORE,
  /// The environment ends when the handler has returned.
  CRASH_AFTER,
  /// The handler has returned, and Lambda says that it took too long.
  TIME_OUT,
  /// The invocation fails before the handler has the event; the environment stays.
  ERROR_BEFORE,
  /// The invocation fails when the handler has returned; the environment stays.
  ERROR_AFTER;

  private static final int KILLED = 137;

  /// Has an environment deal with an invocation that this befalls.
  Outcome befall(ExecutionEnvironment environment, Invocation invocation)
      throws InterruptedException {
    return switch (this) {
      case THROTTLE -> throw new IllegalStateException("a throttle reaches no environment");
      case CRASH_BEFORE -> instead(environment, invocation, new Outcome.Exited(KILLED));
      case ERROR_BEFORE -> instead(environment, invocation, error());
      case CRASH_AFTER -> after(environment.invoke(invocation), new Outcome.Exited(KILLED));
      case TIME_OUT -> after(environment.invoke(invocation), new Outcome.TimedOut());
      case ERROR_AFTER -> after(environment.invoke(invocation), error());
    };
  }

  private static Outcome instead(
      ExecutionEnvironment environment, Invocation invocation, Outcome outcome) {
    environment.log().start(invocation.requestId());
    return outcome;
  }

  /// Only an answer can be lost.
  private static Outcome after(Outcome real, Outcome outcome) {
    return real instanceof Outcome.Answered ? outcome : real;
  }

  private Outcome error() {
    var name = name().toLowerCase(Locale.ROOT).replace('_', '-');
    var document =
        "{\"errorType\":\"InjectedFault\",\"errorMessage\":\"injected fault: " + name + "\"}";
    return new Outcome.Failed(document.getBytes(StandardCharsets.UTF_8));
  }
}
