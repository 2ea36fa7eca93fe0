package dev.millrace.local.firehose;

import java.util.List;

/// What happens to a delivery stream.
sealed interface DeliveryEvent {

  /// Records came in, in this order.
  record Arrived(List<FirehoseRecord> records) implements DeliveryEvent {}

  /// The processors made this of the first batch before them.
  record Processed(List<Placed> records) implements DeliveryEvent {}

  /// The first batch before the processors could not be processed.
  record ProcessFailed() implements DeliveryEvent {}

  /// Time has passed.
  record Tick() implements DeliveryEvent {}

  /// What there is shall be delivered now.
  record Flush() implements DeliveryEvent {}

  /// The first batch is at its destination.
  record Stored() implements DeliveryEvent {}

  /// The destination did not take the first batch.
  record StoreFailed() implements DeliveryEvent {}
}
