package dev.millrace.local.mapping;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Records that were read and are in no batch yet, oldest first. Immutable.
///
/// @param bytes size of these records
/// @param readTo the last record that was read, even if it was filtered out; null before the first
record RecordQueue(List<StreamRecord> records, long bytes, @Nullable SequenceNumber readTo) {

  static final RecordQueue EMPTY = new RecordQueue(List.of(), 0, null);

  boolean isEmpty() {
    return records.isEmpty();
  }

  int size() {
    return records.size();
  }

  /// @param to the last record that was read together with these; null if there was none
  RecordQueue plus(List<StreamRecord> more, @Nullable SequenceNumber to) {
    var reached = to == null ? readTo : to;
    if (more.isEmpty()) {
      return new RecordQueue(records, bytes, reached);
    }
    var all = new ArrayList<StreamRecord>(records.size() + more.size());
    all.addAll(records);
    all.addAll(more);
    return new RecordQueue(List.copyOf(all), bytes + bytesOf(more), reached);
  }

  RecordQueue minusFirst(int count) {
    return count == records.size()
        ? new RecordQueue(List.of(), 0, readTo)
        : new RecordQueue(
            records.subList(count, records.size()),
            bytes - bytesOf(records.subList(0, count)),
            readTo);
  }

  private static long bytesOf(List<StreamRecord> records) {
    return records.stream().mapToLong(record -> record.json().length).sum();
  }
}
