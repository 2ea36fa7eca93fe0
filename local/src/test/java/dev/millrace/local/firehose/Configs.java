package dev.millrace.local.firehose;

import dev.millrace.local.firehose.ExtendedS3.BufferingHints;
import dev.millrace.local.firehose.ExtendedS3.CompressionFormat;
import org.jspecify.annotations.Nullable;

/// Destinations for tests.
final class Configs {

  private Configs() {}

  static ExtendedS3 prefixes(@Nullable String prefix, @Nullable String errorOutputPrefix) {
    return config(prefix, errorOutputPrefix, null, null, null, null);
  }

  static ExtendedS3 zone(String prefix, @Nullable String zone) {
    return config(prefix, null, null, null, null, zone);
  }

  static ExtendedS3 files(@Nullable CompressionFormat format, @Nullable String extension) {
    return config(null, null, null, format, extension, null);
  }

  static ExtendedS3 hints(@Nullable Integer mebibytes, @Nullable Integer seconds) {
    return config(null, null, new BufferingHints(mebibytes, seconds), null, null, null);
  }

  private static ExtendedS3 config(
      @Nullable String prefix,
      @Nullable String errorOutputPrefix,
      @Nullable BufferingHints hints,
      @Nullable CompressionFormat format,
      @Nullable String extension,
      @Nullable String zone) {
    return new ExtendedS3(
        "arn:aws:iam::000000000000:role/delivery",
        "arn:aws:s3:::bucket",
        prefix,
        errorOutputPrefix,
        hints,
        format,
        null,
        null,
        null,
        extension,
        zone);
  }
}
