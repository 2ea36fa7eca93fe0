package dev.millrace.forwarder;

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

class FirehoseForwarderConfigTest {

  @Test
  void everySettingIsReadFromItsVariable() {
    var env =
        new Env(
            Map.of(
                "DELIVERY_STREAM_NAME", "nyc-taxi-trips",
                "PACKING", "lines",
                "MAX_RECORD_BYTES", "100000",
                "FAILURES", "throw",
                "POISON", "quarantine",
                "QUARANTINE_BUCKET", "poison",
                "QUARANTINE_PREFIX", "trips/",
                "MAX_RETRIES", "0",
                "BACKOFF_BASE", "PT7S",
                "DEADLINE_MARGIN", "PT2S"));

    assertThat(FirehoseForwarderConfig.from(env))
        .isEqualTo(
            new FirehoseForwarderConfig(
                "nyc-taxi-trips",
                Packing.LINES,
                100_000,
                new BatchSettings(
                    "firehose-forwarder",
                    FailureMode.THROW,
                    true,
                    new PoisonPolicy.SetAside("poison", "trips/"),
                    Duration.ofSeconds(2)),
                new Backoff(Duration.ofSeconds(7), Duration.ofSeconds(7), 1)));
  }

  @Test
  void allButTheDeliveryStreamHaveDefaults() {
    assertThat(FirehoseForwarderConfig.from(new Env(Map.of("DELIVERY_STREAM_NAME", "trips"))))
        .isEqualTo(
            new FirehoseForwarderConfig(
                "trips",
                Packing.NONE,
                1_024_000,
                new BatchSettings(
                    "firehose-forwarder",
                    FailureMode.REPORT,
                    true,
                    new PoisonPolicy.Fail(),
                    Duration.ofSeconds(1)),
                new Backoff(Duration.ofMillis(35), Duration.ofSeconds(5), 4)));
  }

  @Test
  void withoutAnySettingTheDeliveryStreamIsAskedFor() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> FirehoseForwarderConfig.from(new Env(Map.of())))
        .withMessage("DELIVERY_STREAM_NAME must be set, was unset or blank");
  }
}
