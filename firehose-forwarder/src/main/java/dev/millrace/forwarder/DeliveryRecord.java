package dev.millrace.forwarder;

import dev.millrace.common.SequenceNumbers;
import java.util.List;

/// One record for Firehose: one or more whole lines.
///
/// @param data owned by this value: not to be written to
/// @param sources for each line the sequence number of the stream record that it came in
record DeliveryRecord(byte[] data, List<String> sources) {

  DeliveryRecord {
    sources = List.copyOf(sources);
  }

  /// The sequence number to report when this record is not delivered.
  String lowestSource() {
    return sources.stream().min(SequenceNumbers.ORDER).orElseThrow();
  }
}
