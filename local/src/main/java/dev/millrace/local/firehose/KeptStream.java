package dev.millrace.local.firehose;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A delivery stream with all that it holds, as it is kept. Immutable.
///
/// @param document how it was made
/// @param deleted whether it only delivers what it had taken
/// @param state what its destination does not have yet
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
  /// @param request with the settings of now
  /// @param version of the settings
  /// @param position where it began to read its source; null if it has none
  record Document(
      CreateDeliveryStream.Request request,
      long serial,
      Instant created,
      int version,
      Instant updated,
      Map<String, String> tags,
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

  KeptStream with(Document changed) {
    return new KeptStream(changed, deleted, state, taken, position);
  }

  KeptStream with(DeliveryState newState, long more, SourcePosition.@Nullable Place place) {
    var moved = position == null || place == null ? position : position.plus(place);
    return new KeptStream(document, deleted, newState, taken + more, moved);
  }

  /// How it gathers records.
  DeliveryState.Rules rules() {
    return CreateDeliveryStream.settings(document.request(), document.version(), document.created())
        .rules();
  }
}
