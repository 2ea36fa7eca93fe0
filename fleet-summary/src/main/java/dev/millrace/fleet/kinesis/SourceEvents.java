package dev.millrace.fleet.kinesis;

import java.util.Set;
import org.apache.flink.api.connector.source.SourceEvent;

/// What readers and enumerator tell each other.
final class SourceEvents {

  private SourceEvents() {}

  /// To the reader: it has got the shards that it begins with, if there are any.
  record Settled() implements SourceEvent {}

  /// To the enumerator: all of a closed shard was read, up to this event time.
  record Ended(String shardId, long latest) implements SourceEvent {}

  /// To the reader: the shard's children are all being read, so its event time counts no more.
  ///
  /// @param children those that the same reader got, which have to be looked at first
  record Retired(String shardId, Set<String> children) implements SourceEvent {}
}
