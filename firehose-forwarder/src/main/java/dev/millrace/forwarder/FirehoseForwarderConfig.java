package dev.millrace.forwarder;

import dev.millrace.common.Backoff;
import dev.millrace.common.Env;
import dev.millrace.common.FailureMode;
import java.time.Duration;

/// The forwarder's settings, read once at cold start.
///
/// @param deliveryStream where trips go
/// @param failures how a batch that stopped is told to Lambda
/// @param backoff between the attempts of one call
/// @param margin how long before Lambda's time-out the work ends and is reported
record FirehoseForwarderConfig(
    String deliveryStream, FailureMode failures, Backoff backoff, Duration margin) {

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  static FirehoseForwarderConfig from(Env env) {
    return new FirehoseForwarderConfig(
        env.required("DELIVERY_STREAM_NAME"),
        FailureMode.from(env),
        backoff(env),
        env.duration("DEADLINE_MARGIN", Duration.ofSeconds(1)));
  }

  private static Backoff backoff(Env env) {
    var base = env.duration("BACKOFF_BASE", Duration.ofMillis(35));
    var cap = base.compareTo(LONGEST_PAUSE) < 0 ? LONGEST_PAUSE : base;
    return new Backoff(base, cap, 1 + env.integer("MAX_RETRIES", 3, 0, 100));
  }
}
