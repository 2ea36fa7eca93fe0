package dev.millrace.local.mapping;

import java.util.ArrayList;
import java.util.List;

/// Records that were read and are in no batch yet, oldest first. Immutable.
///
/// @param bytes size of these records
record RecordQueue(List<StreamRecord> records, long bytes) {

  static final RecordQueue EMPTY = new RecordQueue(List.of(), 0);

  boolean isEmpty() {
    return records.isEmpty();
  }

  int size() {
    return records.size();
  }

  RecordQueue plus(List<StreamRecord> more) {
    if (more.isEmpty()) {
      return this;
    }
    var all = new ArrayList<StreamRecord>(records.size() + more.size());
    all.addAll(records);
    all.addAll(more);
    return new RecordQueue(List.copyOf(all), bytes + bytesOf(more));
  }

  RecordQueue minusFirst(int count) {
    return count == records.size()
        ? EMPTY
        : new RecordQueue(
            records.subList(count, records.size()), bytes - bytesOf(records.subList(0, count)));
  }

  private static long bytesOf(List<StreamRecord> records) {
    return records.stream().mapToLong(record -> record.json().length).sum();
  }
}
