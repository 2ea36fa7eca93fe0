package dev.millrace.forwarder;

import dev.millrace.common.Backoff;
import dev.millrace.common.BatchSettings;
import dev.millrace.common.Env;
import java.time.Duration;

/// The forwarder's settings, read once at cold start.
///
/// @param deliveryStream where trips go
/// @param packing how trips become records
/// @param maxRecordBytes how large a record may be; a trip over this is poison
/// @param batches how batches are taken
/// @param backoff between the attempts of one call
record FirehoseForwarderConfig(
    String deliveryStream,
    Packing packing,
    int maxRecordBytes,
    BatchSettings batches,
    Backoff backoff) {

  /// Firehose's limit for a record before it is encoded: 1000 KiB.
  private static final int MAX_RECORD_BYTES = 1_024_000;

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  static FirehoseForwarderConfig from(Env env) {
    return new FirehoseForwarderConfig(
        env.required("DELIVERY_STREAM_NAME"),
        env.choice("PACKING", Packing.class, Packing.NONE),
        env.integer("MAX_RECORD_BYTES", MAX_RECORD_BYTES, 1, MAX_RECORD_BYTES),
        BatchSettings.from(env, "firehose-forwarder"),
        backoff(env));
  }

  private static Backoff backoff(Env env) {
    var base = env.duration("BACKOFF_BASE", Duration.ofMillis(35));
    var cap = base.compareTo(LONGEST_PAUSE) < 0 ? LONGEST_PAUSE : base;
    return new Backoff(base, cap, 1 + env.integer("MAX_RETRIES", 3, 0, 100));
  }
}
