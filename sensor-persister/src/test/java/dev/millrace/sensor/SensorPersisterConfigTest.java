package dev.millrace.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.common.Backoff;
import dev.millrace.common.BatchSettings;
import dev.millrace.common.ConfigException;
import dev.millrace.common.Env;
import dev.millrace.common.FailureMode;
import dev.millrace.common.PoisonPolicy;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SensorPersisterConfigTest {

  @Test
  void everySettingIsReadFromItsVariable() {
    var env =
        new Env(
            Map.of(
                "TABLE_NAME", "UnicornSensorData",
                "AWS_LAMBDA_FUNCTION_NAME", "WildRydesStreamProcessor",
                "FAILURES", "throw",
                "ORDERED", "false",
                "POISON", "quarantine",
                "QUARANTINE_BUCKET", "poison",
                "RETRY_BASE", "PT0.01S",
                "RETRY_CAP", "PT1S",
                "RETRY_ATTEMPTS", "3",
                "DEADLINE_MARGIN", "PT2S"));

    assertThat(SensorPersisterConfig.from(env))
        .isEqualTo(
            new SensorPersisterConfig(
                "UnicornSensorData",
                new BatchSettings(
                    "WildRydesStreamProcessor",
                    FailureMode.THROW,
                    false,
                    new PoisonPolicy.SetAside("poison", ""),
                    Duration.ofSeconds(2)),
                new Backoff(Duration.ofMillis(10), Duration.ofSeconds(1), 3)));
  }

  @Test
  void allButTheTableHaveDefaults() {
    assertThat(SensorPersisterConfig.from(new Env(Map.of("TABLE_NAME", "readings"))))
        .isEqualTo(
            new SensorPersisterConfig(
                "readings",
                new BatchSettings(
                    "sensor-persister",
                    FailureMode.REPORT,
                    true,
                    new PoisonPolicy.Fail(),
                    Duration.ofSeconds(1)),
                new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2), 8)));
  }

  @Test
  void withoutAnySettingTheTableIsAskedFor() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> SensorPersisterConfig.from(new Env(Map.of())))
        .withMessage("TABLE_NAME must be set, was unset or blank");
  }
}
