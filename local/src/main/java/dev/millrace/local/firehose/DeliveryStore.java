package dev.millrace.local.firehose;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Where what one delivery stream holds outlives the process.
interface DeliveryStore {

  /// Keeps nothing.
  DeliveryStore NONE = (_, _, _, _) -> {};

  /// Keeps an event before it counts.
  ///
  /// @param event what happens
  /// @param now when
  /// @param after what it makes of the delivery stream
  /// @param place how far that brings its source; null if it does not
  /// @throws dev.millrace.local.gateway.AwsException if it cannot be kept
  void happens(
      DeliveryEvent event, Instant now, DeliveryState after, SourcePosition.@Nullable Place place);
}
