package dev.millrace.window;

import java.util.SortedMap;

/// What one shard contributes to a window, or one stretch of it if the window was cut short.
///
/// A window consists of several parts when the stream has several shards, when Lambda ends a window
/// early, or when the state grows too large. The parts are disjoint, so their totals add up.
///
/// @param firstSequence the first record of the part. Together with the shard it names the part,
///   and a retried invocation names it again
record WindowPart(
    Window window, String shardId, String firstSequence, SortedMap<String, Aggregate> aggregates) {

  String id() {
    return shardId + ":" + firstSequence;
  }
}
