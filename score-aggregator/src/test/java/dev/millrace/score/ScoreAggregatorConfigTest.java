package dev.millrace.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.common.Backoff;
import dev.millrace.common.ConfigException;
import dev.millrace.common.Env;
import dev.millrace.common.FailureMode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScoreAggregatorConfigTest {

  @Test
  void everySettingIsRead() {
    var env =
        Map.of(
            "TOTALS_TABLE", "GameScoresByUser",
            "SCORE_STREAM", "Lab-stream",
            "FAILURES", "throw",
            "RETRY_BASE", "PT0.1S",
            "RETRY_CAP", "PT1S",
            "RETRY_ATTEMPTS", "3",
            "CALL_TIMEOUT", "PT2S",
            "DEADLINE_MARGIN", "PT4S");
    assertThat(ScoreAggregatorConfig.from(new Env(env)))
        .isEqualTo(
            new ScoreAggregatorConfig(
                "GameScoresByUser",
                Optional.of("Lab-stream"),
                FailureMode.THROW,
                new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), 3),
                Duration.ofSeconds(2),
                Duration.ofSeconds(4)));
  }

  @Test
  void onlyTheTableIsNeeded() {
    assertThat(ScoreAggregatorConfig.from(new Env(Map.of("TOTALS_TABLE", "T"))))
        .isEqualTo(
            new ScoreAggregatorConfig(
                "T",
                Optional.empty(),
                FailureMode.REPORT,
                new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2), 8),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1)));
    assertThatThrownBy(() -> ScoreAggregatorConfig.from(new Env(Map.of())))
        .isInstanceOf(ConfigException.class)
        .hasMessage("TOTALS_TABLE must be set, was unset or blank");
  }
}
