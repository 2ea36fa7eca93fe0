package dev.millrace.local.firehose;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A delivery stream's settings.
///
/// @param serial counts the delivery streams that were created, so that no two write alike
/// @param config as it was given
/// @param destination the same, checked
/// @param source null if records are put directly
record DeliveryStream(
    String name,
    String arn,
    long serial,
    Instant created,
    ExtendedS3 config,
    S3Destination destination,
    @Nullable KinesisSource source) {

  DeliveryStreamType type() {
    return source == null ? DeliveryStreamType.DirectPut : DeliveryStreamType.KinesisStreamAsSource;
  }
}
