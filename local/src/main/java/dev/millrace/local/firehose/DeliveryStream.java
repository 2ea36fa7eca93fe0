package dev.millrace.local.firehose;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A delivery stream's settings.
///
/// @param serial counts the delivery streams that were created, so that no two write alike
/// @param version counts its settings from 1
/// @param updated when it got them
/// @param request the settings as they were given
/// @param settings the same, checked
/// @param source null if records are put directly
record DeliveryStream(
    String name,
    String arn,
    long serial,
    Instant created,
    int version,
    Instant updated,
    Map<String, String> tags,
    CreateDeliveryStream.Request request,
    Settings settings,
    @Nullable KinesisSource source) {

  static final String DESTINATION_ID = "destinationId-000000000001";

  DeliveryStreamType type() {
    return source == null ? DeliveryStreamType.DirectPut : DeliveryStreamType.KinesisStreamAsSource;
  }

  /// How it is kept.
  ///
  /// @param position where it began to read its source; null if it has none
  KeptStream.Document document(@Nullable SourcePosition position) {
    return new KeptStream.Document(request, serial, created, version, updated, tags, position);
  }

  /// The same with other settings.
  DeliveryStream with(CreateDeliveryStream.Request changed, Instant now) {
    return new DeliveryStream(
        name,
        arn,
        serial,
        created,
        version + 1,
        now,
        tags,
        changed,
        CreateDeliveryStream.settings(changed, version + 1, now),
        source);
  }

  /// The same with other tags.
  DeliveryStream with(Map<String, String> others) {
    return new DeliveryStream(
        name, arn, serial, created, version, updated, others, request, settings, source);
  }
}
