package dev.millrace.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.common.Backoff;
import dev.millrace.common.ConfigException;
import dev.millrace.common.Env;
import dev.millrace.common.FailureMode;
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
                "FAILURES", "throw",
                "RETRY_BASE", "PT0.01S",
                "RETRY_CAP", "PT1S",
                "RETRY_ATTEMPTS", "3",
                "DEADLINE_MARGIN", "PT2S"));

    assertThat(SensorPersisterConfig.from(env))
        .isEqualTo(
            new SensorPersisterConfig(
                "UnicornSensorData",
                FailureMode.THROW,
                new Backoff(Duration.ofMillis(10), Duration.ofSeconds(1), 3),
                Duration.ofSeconds(2)));
  }

  @Test
  void allButTheTableHaveDefaults() {
    assertThat(SensorPersisterConfig.from(new Env(Map.of("TABLE_NAME", "readings"))))
        .isEqualTo(
            new SensorPersisterConfig(
                "readings",
                FailureMode.REPORT,
                new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2), 8),
                Duration.ofSeconds(1)));
  }

  @Test
  void withoutAnySettingTheTableIsAskedFor() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> SensorPersisterConfig.from(new Env(Map.of())))
        .withMessage("TABLE_NAME must be set, was unset or blank");
  }
}
