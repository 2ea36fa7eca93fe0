package dev.millrace.local.firehose;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Destinations for tests.
final class Configs {

  private Configs() {}

  static Settings settings(@Nullable Integer mebibytes, @Nullable Integer seconds, Instant now) {
    return Settings.of("orders", 1, hints(mebibytes, seconds), now);
  }

  static ExtendedS3 hints(@Nullable Integer mebibytes, @Nullable Integer seconds) {
    return new ExtendedS3(
        "arn:aws:iam::000000000000:role/delivery",
        "arn:aws:s3:::bucket",
        null,
        null,
        new BufferingHints(mebibytes, seconds),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
