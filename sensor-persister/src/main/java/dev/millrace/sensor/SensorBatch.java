package dev.millrace.sensor;

import static java.util.stream.Collectors.toSet;

import dev.millrace.common.KinesisBatches;
import dev.millrace.common.SequenceNumbers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// The readings of a batch that are written: the last one of each key, in the order in which the
/// keys came.
///
/// @param latest each reading's key, with its last reading
record SensorBatch(SequencedMap<Reading.Key, Latest> latest) {

  /// The last reading of a key, and the first stream record that held one.
  record Latest(Reading reading, String firstSequenceNumber) {}

  static SensorBatch of(List<KinesisBatches.Entry<Reading>> entries) {
    var latest = new LinkedHashMap<Reading.Key, Latest>();
    for (var entry : entries) {
      latest.merge(
          entry.value().key(),
          new Latest(entry.value(), entry.record().sequenceNumber()),
          (earlier, later) -> new Latest(later.reading(), earlier.firstSequenceNumber()));
    }
    return new SensorBatch(latest);
  }

  List<Reading> readings() {
    return latest.sequencedValues().stream().map(Latest::reading).toList();
  }

  /// The lowest sequence number from which these readings come again, with those of their keys that
  /// were never written because a later one replaced them: that one may yet be given up.
  String lowest(List<Reading> left) {
    var keys = left.stream().map(Reading::key).collect(toSet());
    return latest.values().stream()
        .filter(entry -> keys.contains(entry.reading().key()))
        .map(Latest::firstSequenceNumber)
        .min(SequenceNumbers.ORDER)
        .orElseThrow();
  }
}
