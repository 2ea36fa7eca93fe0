package dev.millrace.forwarder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.common.Backoff;
import dev.millrace.common.ConfigException;
import dev.millrace.common.Env;
import dev.millrace.common.FailureMode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FirehoseForwarderConfigTest {

  @Test
  void everySettingIsReadFromItsVariable() {
    var env =
        new Env(
            Map.of(
                "DELIVERY_STREAM_NAME", "nyc-taxi-trips",
                "FAILURES", "throw",
                "MAX_RETRIES", "0",
                "BACKOFF_BASE", "PT7S",
                "DEADLINE_MARGIN", "PT2S"));

    assertThat(FirehoseForwarderConfig.from(env))
        .isEqualTo(
            new FirehoseForwarderConfig(
                "nyc-taxi-trips",
                FailureMode.THROW,
                new Backoff(Duration.ofSeconds(7), Duration.ofSeconds(7), 1),
                Duration.ofSeconds(2)));
  }

  @Test
  void allButTheDeliveryStreamHaveDefaults() {
    assertThat(FirehoseForwarderConfig.from(new Env(Map.of("DELIVERY_STREAM_NAME", "trips"))))
        .isEqualTo(
            new FirehoseForwarderConfig(
                "trips",
                FailureMode.REPORT,
                new Backoff(Duration.ofMillis(35), Duration.ofSeconds(5), 4),
                Duration.ofSeconds(1)));
  }

  @Test
  void withoutAnySettingTheDeliveryStreamIsAskedFor() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> FirehoseForwarderConfig.from(new Env(Map.of())))
        .withMessage("DELIVERY_STREAM_NAME must be set, was unset or blank");
  }
}
