package dev.millrace.sensor;

import static java.util.stream.Collectors.toSet;

import dev.millrace.common.BatchOutcome;
import dev.millrace.common.Decoded;
import dev.millrace.common.PoisonException;
import dev.millrace.common.SequenceNumbers;
import dev.millrace.common.UserRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// What of a batch can be written: the readings before the first poison record, the last one of
/// each key, in the order in which the keys came.
///
/// @param latest each reading's key, and the record that holds its last reading
/// @param end complete, or stopped at the first poison record
record SensorBatch(SequencedMap<Reading.Key, Entry> latest, BatchOutcome end) {

  /// A reading, and the stream record to name when it fails.
  record Entry(Reading reading, String sequenceNumber) {}

  static SensorBatch of(List<UserRecord> records) {
    var latest = new LinkedHashMap<Reading.Key, Entry>();
    for (var record : records) {
      switch (ReadingDecoder.decode(record.data())) {
        case Decoded.Valid(var reading) ->
            latest.put(reading.key(), new Entry(reading, record.sequenceNumber()));
        case Decoded.Malformed(var reason) -> {
          var poison = new PoisonException(reason);
          return new SensorBatch(latest, BatchOutcome.stoppedAt(record.sequenceNumber(), poison));
        }
      }
    }
    return new SensorBatch(latest, BatchOutcome.complete());
  }

  List<Reading> readings() {
    return latest.sequencedValues().stream().map(Entry::reading).toList();
  }

  /// The lowest sequence number from which these readings come again.
  ///
  /// A reading that a later one of its key replaced does not have to.
  String lowest(List<Reading> left) {
    var keys = left.stream().map(Reading::key).collect(toSet());
    return latest.values().stream()
        .filter(entry -> keys.contains(entry.reading().key()))
        .map(Entry::sequenceNumber)
        .min(SequenceNumbers.ORDER)
        .orElseThrow();
  }
}
