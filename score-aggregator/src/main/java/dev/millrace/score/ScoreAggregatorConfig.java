package dev.millrace.score;

import dev.millrace.common.Backoff;
import dev.millrace.common.ConfigException;
import dev.millrace.common.Env;
import dev.millrace.common.FailureMode;
import java.time.Duration;
import java.util.Optional;

/// The aggregator's settings, read once at cold start.
///
/// @param totalsTable where totals are kept, `TOTALS_TABLE`: partition key `Username` of type S
/// @param delivery how often a change counts that is delivered again, `DELIVERY`: `exactly-once`
///   (the default, with `LEDGER_TABLE` and `LEDGER_EXPIRY`) or `at-least-once`
/// @param scoreStream the Kinesis stream that is told of every change of a score, `SCORE_STREAM`;
///   empty if it is unset, and then nobody is told
/// @param failures how a batch that stopped is handed back, `FAILURES`: `report` (the default, for
///   a mapping with `ReportBatchItemFailures`) or `throw`
/// @param backoff how calls are repeated, `RETRY_BASE` (PT0.05S), `RETRY_CAP` (PT2S) and
///   `RETRY_ATTEMPTS` (8)
/// @param callTimeout how long one call may take before it counts as failed, `CALL_TIMEOUT` (PT5S)
/// @param margin how long before the function's time-out work stops, `DEADLINE_MARGIN` (PT1S)
record ScoreAggregatorConfig(
    String totalsTable,
    Delivery delivery,
    Optional<String> scoreStream,
    FailureMode failures,
    Backoff backoff,
    Duration callTimeout,
    Duration margin) {

  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2), 8);

  ScoreAggregatorConfig {
    if (delivery instanceof Delivery.ExactlyOnce(var ledger, _) && ledger.equals(totalsTable)) {
      throw new ConfigException("LEDGER_TABLE", "be another table than TOTALS_TABLE", ledger);
    }
  }

  static ScoreAggregatorConfig from(Env env) {
    return new ScoreAggregatorConfig(
        env.required("TOTALS_TABLE"),
        Delivery.from(env),
        Optional.of(env.optional("SCORE_STREAM", "")).filter(name -> !name.isEmpty()),
        FailureMode.from(env),
        Backoff.from(env, BACKOFF),
        env.duration("CALL_TIMEOUT", Duration.ofSeconds(5)),
        env.duration("DEADLINE_MARGIN", Duration.ofSeconds(1)));
  }
}
