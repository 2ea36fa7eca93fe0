package dev.millrace.sensor;

import dev.millrace.common.Backoff;
import dev.millrace.common.BatchSettings;
import dev.millrace.common.Env;
import java.time.Duration;

/// The persister's settings, read once at cold start.
///
/// @param table where readings are kept, under `Name` and `StatusTime`
/// @param batches how batches are taken
/// @param backoff between the attempts of one write
record SensorPersisterConfig(String table, BatchSettings batches, Backoff backoff) {

  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2), 8);

  static SensorPersisterConfig from(Env env) {
    return new SensorPersisterConfig(
        env.required("TABLE_NAME"),
        BatchSettings.from(env, "sensor-persister"),
        Backoff.from(env, BACKOFF));
  }
}
