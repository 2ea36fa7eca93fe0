package dev.millrace.common;

import java.time.Duration;

/// How a function takes the batches of a stream.
///
/// @param function its name, under which it logs and keeps poison
/// @param failures how a batch that stopped is told to Lambda
/// @param ordered whether nothing is done after the first record that fails
/// @param poison what becomes of records that can never be processed
/// @param margin how long before Lambda's time-out the work ends and is reported
public record BatchSettings(
    String function, FailureMode failures, boolean ordered, PoisonPolicy poison, Duration margin) {

  /// Reads `FAILURES`, `ORDERED`, `POISON` with what it needs, `DEADLINE_MARGIN`, and the name that
  /// Lambda gives.
  ///
  /// @param function the name where Lambda gives none
  public static BatchSettings from(Env env, String function) {
    return new BatchSettings(
        env.optional("AWS_LAMBDA_FUNCTION_NAME", function),
        FailureMode.from(env),
        env.flag("ORDERED", true),
        PoisonPolicy.from(env),
        env.duration("DEADLINE_MARGIN", Duration.ofSeconds(1)));
  }
}
