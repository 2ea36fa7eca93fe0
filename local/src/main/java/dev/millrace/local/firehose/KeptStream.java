package dev.millrace.local.firehose;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A delivery stream with all that it holds, as it is kept. Immutable.
///
/// @param document how it was made
/// @param deleted whether it only delivers what it had taken
/// @param state what S3 does not have yet
/// @param taken how many records there ever were
/// @param position how far its source was read; null if it has none
record KeptStream(
    Document document,
    boolean deleted,
    DeliveryState state,
    long taken,
    @Nullable SourcePosition position) {

  /// How a delivery stream was made.
  ///
  /// @param position where it began to read its source; null if it has none
  record Document(
      CreateDeliveryStream.Request request,
      long serial,
      Instant created,
      @Nullable SourcePosition position) {}

  static KeptStream of(Document document) {
    return new KeptStream(document, false, DeliveryState.EMPTY, 0, document.position());
  }

  long serial() {
    return document.serial();
  }

  KeptStream asDeleted() {
    return new KeptStream(document, true, state, taken, position);
  }

  KeptStream with(DeliveryState newState, long more, SourcePosition.@Nullable Place place) {
    var moved = position == null || place == null ? position : position.plus(place);
    return new KeptStream(document, deleted, newState, taken + more, moved);
  }

  /// How it gathers records.
  DeliveryState.Rules rules() {
    var config = document.request().extendedS3DestinationConfiguration();
    if (config == null) {
      throw new IllegalStateException("a delivery stream without a destination was kept");
    }
    var destination =
        S3Destination.of(document.request().deliveryStreamName(), 1, config, document.created());
    return new DeliveryState.Rules(destination.buffering(), destination.delimiter().length);
  }
}
