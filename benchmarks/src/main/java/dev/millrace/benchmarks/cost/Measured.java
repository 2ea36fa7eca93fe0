package dev.millrace.benchmarks.cost;

import java.util.Map;
import java.util.TreeMap;

/// What each job did when it was measured.
///
/// @param date when that was
/// @param machine on what
/// @param jobs by name
record Measured(String date, String machine, Map<String, Work> jobs) {

  Measured {
    jobs = new TreeMap<>(jobs);
  }

  /// @throws IllegalStateException if it was not measured
  Work work(String job) {
    var work = jobs.get(job);
    if (work == null || work.records() <= 0 || work.cpuMicros() <= 0) {
      throw new IllegalStateException(
          "measured.json must have the work of \"%s\", was %s: benchmarks/run work measures it"
              .formatted(job, work));
    }
    return work;
  }
}
