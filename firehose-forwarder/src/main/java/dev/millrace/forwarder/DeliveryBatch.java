package dev.millrace.forwarder;

import dev.millrace.common.BatchOutcome;
import dev.millrace.common.PoisonException;
import dev.millrace.common.UserRecord;
import java.util.ArrayList;
import java.util.List;

/// What of a batch can be delivered: the trips before the first one that no delivery stream takes.
///
/// @param spurious why records were left out, an entry per record
/// @param end complete, or stopped at the first trip that is too large
record DeliveryBatch(
    List<DeliveryRecord> records, List<Verdict.Reason> spurious, BatchOutcome end) {

  /// Firehose's limit for a record before it is encoded: 1000 KiB.
  static final int MAX_RECORD_BYTES = 1_024_000;

  DeliveryBatch {
    records = List.copyOf(records);
    spurious = List.copyOf(spurious);
  }

  static DeliveryBatch of(List<UserRecord> records) {
    var deliveries = new ArrayList<DeliveryRecord>();
    var spurious = new ArrayList<Verdict.Reason>();
    for (var record : records) {
      switch (TripDecoder.decode(record.data())) {
        case Verdict.Spurious(var reason) -> spurious.add(reason);
        case Verdict.Trip(var line) when line.length > MAX_RECORD_BYTES -> {
          var poison =
              new PoisonException(
                  "a trip must have at most %d bytes as a line, had %d"
                      .formatted(MAX_RECORD_BYTES, line.length));
          var end = BatchOutcome.stoppedAt(record.sequenceNumber(), poison);
          return new DeliveryBatch(deliveries, spurious, end);
        }
        case Verdict.Trip(var line) ->
            deliveries.add(new DeliveryRecord(line, List.of(record.sequenceNumber())));
      }
    }
    return new DeliveryBatch(deliveries, spurious, BatchOutcome.complete());
  }
}
