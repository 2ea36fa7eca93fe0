package dev.millrace.forwarder;

import dev.millrace.common.Calls;
import dev.millrace.common.Deadline;
import java.util.List;

/// Where trips are delivered.
///
/// A delivery stream knows no keys, so a trip of a repeated batch is delivered twice. What is
/// delivered is therefore never sent again while the batch runs.
@FunctionalInterface
interface DeliverySink {

  /// Delivers records, none of which is over the delivery stream's size limit.
  ///
  /// @return what could not be delivered
  Calls.Progress<DeliveryRecord> put(List<DeliveryRecord> records, Deadline deadline);

  /// Goes through what `put` takes and delivers nothing.
  default void rehearse() {}
}
