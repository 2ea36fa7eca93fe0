package dev.millrace.local.lambda;

/// Where functions run.
public enum FunctionMode {
  /// Each execution environment is a JVM of its own under AWS's runtime interface client.
  ///
  /// That client has native code for Linux only, so other systems refuse this mode.
  PROCESS,

  /// Each execution environment is a class loader in this JVM, so that debuggers and coverage work.
  ///
  /// Deviates from AWS: system properties, the default time zone, the working directory and memory
  /// are this JVM's; a function that runs out of time is interrupted and abandoned, not ended;
  /// `Runtime.exit` and `Runtime.halt` (unlike `System.exit`) end this JVM; what the JDK's own
  /// classes print, such as `Throwable.printStackTrace()`, is not in the function's log.
  IN_PROCESS
}
