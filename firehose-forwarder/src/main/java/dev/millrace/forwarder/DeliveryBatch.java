package dev.millrace.forwarder;

import dev.millrace.common.Batches;
import dev.millrace.common.KinesisBatches.Entry;
import dev.millrace.common.SequenceNumbers;
import dev.millrace.forwarder.Verdict.Reason;
import dev.millrace.forwarder.Verdict.Trip;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/// What of a batch is delivered, and what is left out.
///
/// @param spurious why records were left out, an entry per record
record DeliveryBatch(List<DeliveryRecord> records, List<Reason> spurious) {

  DeliveryBatch {
    records = List.copyOf(records);
    spurious = List.copyOf(spurious);
  }

  /// Makes records of at most so many bytes of trips that have no more.
  static DeliveryBatch of(List<Entry<Verdict>> entries, Packing packing, int maxBytes) {
    var lines = new ArrayList<DeliveryRecord>();
    var spurious = new ArrayList<Reason>();
    for (var entry : entries) {
      switch (entry.value()) {
        case Verdict.Spurious(var reason) -> spurious.add(reason);
        case Trip(var line) ->
            lines.add(new DeliveryRecord(line, List.of(entry.record().sequenceNumber())));
      }
    }
    return new DeliveryBatch(packed(lines, packing, maxBytes), spurious);
  }

  /// The sequence number to report when these records are not delivered.
  static String lowest(List<DeliveryRecord> records) {
    return records.stream()
        .map(DeliveryRecord::lowestSource)
        .min(SequenceNumbers.ORDER)
        .orElseThrow();
  }

  /// How many trips these records hold.
  static int trips(List<DeliveryRecord> records) {
    return records.stream().mapToInt(record -> record.sources().size()).sum();
  }

  private static List<DeliveryRecord> packed(
      List<DeliveryRecord> lines, Packing packing, int maxBytes) {
    return switch (packing) {
      case NONE -> lines;
      case LINES ->
          Batches.split(lines, line -> line.data().length, Integer.MAX_VALUE, maxBytes).stream()
              .map(DeliveryBatch::joined)
              .toList();
    };
  }

  private static DeliveryRecord joined(List<DeliveryRecord> lines) {
    var data = new ByteArrayOutputStream(lines.stream().mapToInt(line -> line.data().length).sum());
    var sources = new ArrayList<String>(lines.size());
    for (var line : lines) {
      data.writeBytes(line.data());
      sources.addAll(line.sources());
    }
    return new DeliveryRecord(data.toByteArray(), sources);
  }
}
