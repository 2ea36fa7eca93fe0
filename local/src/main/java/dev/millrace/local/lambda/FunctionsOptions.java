package dev.millrace.local.lambda;

import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;

/// What all functions of one stack share.
///
/// @param mode where they run
/// @param endpoint where they reach AWS; asked whenever an execution environment starts
/// @param logs keeps what they print
/// @param initLimit how long an execution environment may take to start, in real time. Deviates
///   from AWS, where it is 10 s: here many JVMs may start on few cores
/// @param accessKey the access key id that functions sign with, letters and digits
public record FunctionsOptions(
    FunctionMode mode,
    Supplier<URI> endpoint,
    FunctionLogs logs,
    Duration initLimit,
    String accessKey) {

  /// Options with the usual time limit and credentials.
  public static FunctionsOptions of(FunctionMode mode, Supplier<URI> endpoint, FunctionLogs logs) {
    return new FunctionsOptions(mode, endpoint, logs, Duration.ofSeconds(60), "millrace");
  }
}
