package dev.millrace.benchmarks.cost;

import java.util.Map;
import java.util.TreeMap;

/// What a function did for some records, and what it took.
///
/// @param records how many it was given
/// @param invocations in how many invocations
/// @param cpuMicros CPU time of its process for a record, in microseconds
/// @param logBytes what it printed, as CloudWatch counts it
/// @param actions what it called, by action
record Work(
    long records, long invocations, double cpuMicros, long logBytes, Map<String, Counts> actions) {

  Work {
    actions = new TreeMap<>(actions);
  }

  Counts of(String action) {
    return actions.getOrDefault(action, Counts.NONE);
  }

  long calls() {
    return actions.values().stream().mapToLong(Counts::calls).sum();
  }

  /// Of DynamoDB.
  long writeUnits() {
    return of("TransactWriteItems").units()
        + of("UpdateItem").units()
        + of("BatchWriteItem").units();
  }

  /// What a million records would take of something that is counted.
  double perMillion(long amount) {
    return (double) amount / records * 1e6;
  }
}
