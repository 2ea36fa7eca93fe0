package dev.millrace.local.firehose;

import dev.millrace.local.firehose.ExtendedS3.BufferingHints;
import org.jspecify.annotations.Nullable;

/// Destinations for tests.
final class Configs {

  private Configs() {}

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
        null);
  }
}
