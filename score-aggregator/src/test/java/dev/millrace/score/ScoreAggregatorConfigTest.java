package dev.millrace.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.common.Backoff;
import dev.millrace.common.ConfigException;
import dev.millrace.common.Env;
import dev.millrace.common.FailureMode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScoreAggregatorConfigTest {

  @Test
  void everySettingIsRead() {
    var env =
        Map.of(
            "TOTALS_TABLE", "GameScoresByUser",
            "LEDGER_TABLE", "GameScoreLedger",
            "LEDGER_EXPIRY", "PT36H",
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
                new Delivery.ExactlyOnce("GameScoreLedger", Duration.ofHours(36)),
                Optional.of("Lab-stream"),
                FailureMode.THROW,
                new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), 3),
                Duration.ofSeconds(2),
                Duration.ofSeconds(4)));
  }

  @Test
  void onlyTheTablesAreNeeded() {
    assertThat(config("TOTALS_TABLE", "T", "LEDGER_TABLE", "L"))
        .isEqualTo(
            new ScoreAggregatorConfig(
                "T",
                new Delivery.ExactlyOnce("L", Duration.ofDays(2)),
                Optional.empty(),
                FailureMode.REPORT,
                new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2), 8),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1)));
    refused("TOTALS_TABLE must be set, was unset or blank", "LEDGER_TABLE", "L");
    refused("LEDGER_TABLE must be set, was unset or blank", "TOTALS_TABLE", "T");
  }

  @Test
  void atLeastOnceNeedsNoLedger() {
    assertThat(config("TOTALS_TABLE", "T", "DELIVERY", "at-least-once").delivery())
        .isEqualTo(new Delivery.AtLeastOnce());
    refused(
        "DELIVERY must be one of exactly-once, at-least-once, was at-most-once",
        "TOTALS_TABLE",
        "T",
        "DELIVERY",
        "at-most-once");
  }

  @Test
  void anEntryOutlivesTheRecordsOfTheStream() {
    refused(
        "LEDGER_EXPIRY must be longer than PT24H, for which the stream keeps records, was PT24H",
        "TOTALS_TABLE",
        "T",
        "LEDGER_TABLE",
        "L",
        "LEDGER_EXPIRY",
        "P1D");
  }

  @Test
  void theLedgerIsATableOfItsOwn() {
    refused(
        "LEDGER_TABLE must be another table than TOTALS_TABLE, was T",
        "TOTALS_TABLE",
        "T",
        "LEDGER_TABLE",
        "T");
  }

  private static ScoreAggregatorConfig config(String... settings) {
    var env = new HashMap<String, String>();
    for (var i = 0; i < settings.length; i += 2) {
      env.put(settings[i], settings[i + 1]);
    }
    return ScoreAggregatorConfig.from(new Env(env));
  }

  private static void refused(String message, String... settings) {
    assertThatThrownBy(() -> config(settings))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }
}
