package dev.millrace.window;

import java.util.SortedMap;

/// What one shard contributes to a window, or one stretch of it if the window was cut short.
///
/// A window consists of several parts when the stream has several shards, when Lambda ends a window
/// early, or when the state grows too large. The parts are disjoint, so their totals add up.
record WindowPart(Window window, Stretch stretch, SortedMap<String, Aggregate> aggregates) {}
