package dev.millrace.local.mapping;

import java.util.concurrent.atomic.LongAdder;

/// Counts what happens in a mapping's shards. Thread-safe.
final class Tally {

  private final LongAdder read = new LongAdder();
  private final LongAdder filtered = new LongAdder();
  private final LongAdder invocations = new LongAdder();
  private final LongAdder failedInvocations = new LongAdder();
  private final LongAdder resolved = new LongAdder();
  private final LongAdder discarded = new LongAdder();
  private volatile String lastResult = "No records processed";

  void read(int passed, int filteredOut) {
    read.add(passed + filteredOut);
    filtered.add(filteredOut);
  }

  /// Records that were read will be read again.
  void dropped(int records) {
    read.add(-records);
  }

  void answered(Outcome outcome) {
    switch (outcome) {
      case Outcome.Succeeded _ -> answered("OK");
      case Outcome.PartlyFailed _ -> answered("PROBLEM: Function reported failed records");
      case Outcome.Failed _ -> {
        failedInvocations.increment();
        answered("PROBLEM: Function call failed");
      }
      case Outcome.NotReached(var type, var message) ->
          lastResult = "PROBLEM: " + type + ": " + message;
    }
  }

  private void answered(String result) {
    invocations.increment();
    lastResult = result;
  }

  void resolved(int records) {
    resolved.add(records);
  }

  void discarded(int records) {
    resolved.add(records);
    discarded.add(records);
  }

  void problem(RuntimeException cause) {
    lastResult = "PROBLEM: " + cause.getMessage();
  }

  String lastResult() {
    return lastResult;
  }

  MappingStatus status(MappingConfig config, String state, boolean caughtUp) {
    // before read, so that the difference is never negative
    var done = resolved.sum();
    var passedOver = filtered.sum();
    var found = read.sum();
    return new MappingStatus(
        config.uuid(),
        config.functionName(),
        config.streamArn(),
        state,
        lastResult,
        found,
        passedOver,
        invocations.sum(),
        failedInvocations.sum(),
        done,
        discarded.sum(),
        found - passedOver - done,
        caughtUp);
  }
}
