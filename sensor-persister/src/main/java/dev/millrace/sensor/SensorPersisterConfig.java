package dev.millrace.sensor;

import dev.millrace.common.Backoff;
import dev.millrace.common.Env;
import dev.millrace.common.FailureMode;
import java.time.Duration;

/// The persister's settings, read once at cold start.
///
/// @param table where readings are kept, under `Name` and `StatusTime`
/// @param failures how a batch that stopped is told to Lambda
/// @param backoff between the attempts of one write
/// @param margin how long before Lambda's time-out the work ends and is reported
record SensorPersisterConfig(String table, FailureMode failures, Backoff backoff, Duration margin) {

  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2), 8);

  static SensorPersisterConfig from(Env env) {
    return new SensorPersisterConfig(
        env.required("TABLE_NAME"),
        FailureMode.from(env),
        Backoff.from(env, BACKOFF),
        env.duration("DEADLINE_MARGIN", Duration.ofSeconds(1)));
  }
}
