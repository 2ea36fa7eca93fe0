package dev.millrace.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.common.testkit.KinesisEvents;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BatchSettingsTest {

  @Test
  void withoutAnyVariableABatchIsOrderedAndReportedAndPoisonStopsIt() {
    assertThat(BatchSettings.from(new Env(Map.of()), "f"))
        .isEqualTo(
            new BatchSettings(
                "f", FailureMode.REPORT, true, new PoisonPolicy.Fail(), Duration.ofSeconds(1)));
  }

  @Test
  void everySettingIsReadFromItsVariable() {
    var env =
        new Env(
            Map.of(
                "AWS_LAMBDA_FUNCTION_NAME", "deployed",
                "FAILURES", "throw",
                "ORDERED", "false",
                "POISON", "quarantine",
                "QUARANTINE_BUCKET", "poison",
                "QUARANTINE_PREFIX", "set-aside/",
                "DEADLINE_MARGIN", "PT3S"));

    assertThat(BatchSettings.from(env, "f"))
        .isEqualTo(
            new BatchSettings(
                "deployed",
                FailureMode.THROW,
                false,
                new PoisonPolicy.SetAside("poison", "set-aside/"),
                Duration.ofSeconds(3)));
  }

  @Test
  void aQuarantineNeedsItsBucket() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> PoisonPolicy.from(new Env(Map.of("POISON", "quarantine"))))
        .withMessage("QUARANTINE_BUCKET must be set, was unset or blank");
  }

  @Test
  void anUnknownPolicyIsRefused() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> PoisonPolicy.from(new Env(Map.of("POISON", "drop"))))
        .withMessage("POISON must be one of fail, quarantine, was drop");
  }

  @Test
  void aRecordKnowsItsStreamAndItsShard() {
    var polled = KinesisEvents.record("shardId-000000000001", "7", new byte[0]);
    var pushed = KinesisEvents.record("shardId-000000000001", "7", new byte[0]);
    pushed.setEventSourceARN(polled.getEventSourceARN() + "/consumer/c:1");

    assertThat(List.of(polled, pushed))
        .flatExtracting(UserRecords::of)
        .extracting(UserRecord::origin)
        .allSatisfy(origin -> {
          assertThat(origin.streamName()).isEqualTo("stream");
          assertThat(origin.shardId()).isEqualTo("shardId-000000000001");
        });
    assertThat(Origin.UNKNOWN.streamName()).isEmpty();
  }
}
