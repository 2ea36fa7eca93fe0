package dev.millrace.local.firehose;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// `RetryOptions` as it is on the wire.
record RetryOptions(@Nullable Integer durationInSeconds) {

  static final int USUAL = 300;
  private static final int MOST = 7200;

  /// How long a delivery is retried.
  ///
  /// @param path of the structure it is in, for refusals
  static Duration duration(@Nullable RetryOptions options, String path) {
    var seconds = options == null ? null : options.durationInSeconds;
    return Duration.ofSeconds(
        seconds == null
            ? USUAL
            : Refusal.within(seconds, path + ".retryOptions.durationInSeconds", 0, MOST));
  }
}
