package dev.millrace.score;

import dev.millrace.common.ConfigException;
import dev.millrace.common.Env;
import java.time.Duration;

/// How often a change counts that is delivered again, `DELIVERY`.
sealed interface Delivery {

  /// Once (`exactly-once`, the default).
  ///
  /// @param table where the changes that have been counted are kept, `LEDGER_TABLE`: partition key
  ///   `EventID` of type S, time to live in `Expires`
  /// @param expiry how long they are kept, `LEDGER_EXPIRY` (PT48H)
  record ExactlyOnce(String table, Duration expiry) implements Delivery {

    /// A table's stream keeps its records for 24 hours, and an invocation may hold them a little
    /// longer.
    private static final Duration RETENTION = Duration.ofDays(1);

    public ExactlyOnce {
      if (expiry.compareTo(RETENTION) <= 0) {
        throw new ConfigException(
            "LEDGER_EXPIRY",
            "be longer than %s, for which the stream keeps records".formatted(RETENTION),
            expiry.toString());
      }
    }
  }

  /// Again (`at-least-once`).
  record AtLeastOnce() implements Delivery {}

  /// The spellings of `DELIVERY`.
  enum Name {
    EXACTLY_ONCE,
    AT_LEAST_ONCE
  }

  static Delivery from(Env env) {
    return switch (env.choice("DELIVERY", Name.class, Name.EXACTLY_ONCE)) {
      case EXACTLY_ONCE ->
          new ExactlyOnce(
              env.required("LEDGER_TABLE"), env.duration("LEDGER_EXPIRY", Duration.ofDays(2)));
      case AT_LEAST_ONCE -> new AtLeastOnce();
    };
  }
}
