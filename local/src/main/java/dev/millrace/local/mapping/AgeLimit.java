package dev.millrace.local.mapping;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Sets records aside that are older than the mapping allows.
///
/// @param maximum the oldest age that is delivered; empty for no limit
/// @param runLength most records that one failure message describes
record AgeLimit(Optional<Duration> maximum, int runLength) {

  static AgeLimit of(MappingConfig config) {
    return new AgeLimit(config.maximumRecordAge(), config.batchSize());
  }

  boolean isExceededBy(StreamRecord record, Instant now) {
    return isExceededBy(record.arrival(), now);
  }

  boolean isExceededBy(Instant since, Instant now) {
    return maximum.isPresent() && Duration.between(since, now).compareTo(maximum.get()) > 0;
  }

  Sorted sort(List<StreamRecord> records, Instant now) {
    var runs = new ArrayList<List<StreamRecord>>();
    var fresh = new ArrayList<StreamRecord>();
    var run = new ArrayList<StreamRecord>();
    for (var record : records) {
      var tooOld = isExceededBy(record, now);
      if (!run.isEmpty() && (!tooOld || run.size() == runLength)) {
        runs.add(List.copyOf(run));
        run.clear();
      }
      (tooOld ? run : fresh).add(record);
    }
    if (!run.isEmpty()) {
      runs.add(List.copyOf(run));
    }
    return new Sorted(List.copyOf(runs), List.copyOf(fresh));
  }

  /// @param runs neighbouring records that are too old, one list per failure message
  /// @param fresh the others, in order
  record Sorted(List<List<StreamRecord>> runs, List<StreamRecord> fresh) {}
}
