package dev.millrace.local.lambda;

import dev.millrace.local.cloudwatch.Metrics;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/// What all functions of one stack share.
///
/// @param mode where they run
/// @param endpoint where they reach AWS; asked whenever an execution environment starts
/// @param logs keeps what they print
/// @param initLimit how long an execution environment may take to start, in real time. Deviates
///   from AWS, where it is 10 s: here many JVMs may start on few cores
/// @param credentials what functions sign with
/// @param variables more environment variables, behind Lambda's and before the function's own
/// @param metrics gets what is measured of each function
/// @param mishaps decides what befalls invocations
public record FunctionsOptions(
    FunctionMode mode,
    Supplier<URI> endpoint,
    FunctionLogs logs,
    Duration initLimit,
    FunctionCredentials credentials,
    Map<String, String> variables,
    Metrics metrics,
    Mishaps mishaps) {

  private static final FunctionCredentials MADE_UP =
      _ -> AwsSessionCredentials.create("millrace", "millrace", "millrace");

  public FunctionsOptions {
    variables = Map.copyOf(variables);
  }

  /// Options with the usual time limit and credentials.
  public static FunctionsOptions of(FunctionMode mode, Supplier<URI> endpoint, FunctionLogs logs) {
    return new FunctionsOptions(
        mode,
        endpoint,
        logs,
        Duration.ofSeconds(60),
        MADE_UP,
        Map.of(),
        Metrics.NONE,
        Mishaps.NONE);
  }

  /// The same options with more variables and other credentials.
  public FunctionsOptions with(Map<String, String> more, FunctionCredentials signWith) {
    return new FunctionsOptions(mode, endpoint, logs, initLimit, signWith, more, metrics, mishaps);
  }

  /// The same options, measured.
  public FunctionsOptions with(Metrics measured) {
    return new FunctionsOptions(
        mode, endpoint, logs, initLimit, credentials, variables, measured, mishaps);
  }

  /// The same options with mishaps.
  public FunctionsOptions with(Mishaps befalling) {
    return new FunctionsOptions(
        mode, endpoint, logs, initLimit, credentials, variables, metrics, befalling);
  }
}
