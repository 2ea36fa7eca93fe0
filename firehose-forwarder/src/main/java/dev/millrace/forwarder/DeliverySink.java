package dev.millrace.forwarder;

import dev.millrace.common.Deadline;
import dev.millrace.common.Retry;
import java.util.List;

/// Where trips are delivered.
///
/// A delivery stream knows no keys, so a trip of a repeated batch is delivered twice. What is
/// delivered is therefore never sent again while the batch runs, and no trip is sent after one that
/// could not be.
@FunctionalInterface
interface DeliverySink {

  /// Delivers records, none of which is over the delivery stream's size limit.
  ///
  /// @return what could not be delivered in time
  /// @throws dev.millrace.common.ConfigException if the delivery stream refuses this function
  Retry.Result<DeliveryRecord> put(List<DeliveryRecord> records, Deadline deadline);
}
