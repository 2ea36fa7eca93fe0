package dev.millrace.local.lambda;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// One place where a function runs: it takes one event at a time and is reused while it is healthy.
interface ExecutionEnvironment extends AutoCloseable {

  /// Delivers an event and waits for what becomes of it. The log has everything the handler printed
  /// for it when this returns.
  Outcome invoke(Invocation invocation) throws InterruptedException;

  /// What the function prints here.
  EnvironmentLog log();

  /// How long the environment took to start.
  Optional<Duration> initDuration();

  /// The most memory it used so far, in MB, where that can be told.
  OptionalLong peakMemoryMb();

  /// Ends the environment, whatever it does.
  @Override
  void close();
}
