package dev.millrace.local.firehose;

import java.util.List;

/// What happens to a delivery stream.
sealed interface DeliveryEvent {

  /// Records came in, in this order.
  record Arrived(List<FirehoseRecord> records) implements DeliveryEvent {}

  /// Time has passed.
  record Tick() implements DeliveryEvent {}

  /// What there is shall be delivered now.
  record Flush() implements DeliveryEvent {}

  /// The first batch is an object now.
  record Stored() implements DeliveryEvent {}

  /// S3 did not take the first batch.
  record StoreFailed() implements DeliveryEvent {}
}
