package dev.millrace.local.kinesis;

import org.pcollections.PVector;
import org.pcollections.TreePVector;

/// A shard's records in the order in which they arrived, each at a place that never changes.
///
/// Times never go back inside a log, even if the clock does, so that a time can be searched for.
///
/// @param first the place of the oldest record that is kept, or of the next one if there is none
/// @param latestMillis the arrival of the youngest record there ever was
record RecordLog(long first, long latestMillis, PVector<StoredRecord> records) {

  static final RecordLog EMPTY = new RecordLog(1, Long.MIN_VALUE, TreePVector.empty());

  /// The place of the record that will be added next.
  long next() {
    return first + records.size();
  }

  StoredRecord get(long place) {
    return records.get(Math.toIntExact(place - first));
  }

  /// The same log with one record more, that arrived at `millis` or at the youngest one's time.
  RecordLog plus(long millis, String partitionKey, byte[] data) {
    long arrival = Math.max(millis, latestMillis);
    return new RecordLog(
        first, arrival, records.plus(new StoredRecord(arrival, partitionKey, data)));
  }

  /// The place of the oldest record that arrived at `millis` or later, or of the next one.
  long firstAt(long millis) {
    int low = 0;
    int high = records.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (records.get(middle).arrivalMillis() < millis) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return first + low;
  }

  /// Whether it keeps a record that arrived before `millis`.
  boolean reachesBefore(long millis) {
    return !records.isEmpty() && records.get(0).arrivalMillis() < millis;
  }

  /// The same log without the records that arrived before `millis`.
  RecordLog since(long millis) {
    if (latestMillis < millis) {
      return new RecordLog(next(), latestMillis, TreePVector.empty());
    }
    long from = firstAt(millis);
    var kept = records;
    for (long i = first; i < from; i++) {
      // not subList: it copies what it leaves
      kept = kept.minus(0);
    }
    return new RecordLog(from, latestMillis, kept);
  }
}
