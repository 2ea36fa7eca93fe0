package dev.millrace.local.kinesis;

import java.util.List;

/// How a stream is doing.
///
/// @param name the stream
/// @param arn its ARN
/// @param shards open and closed, in the order of their ids
public record StreamStatus(String name, String arn, List<ShardStatus> shards) {

  /// How a shard is doing.
  ///
  /// @param id the shard
  /// @param open whether it takes records
  /// @param taken records it ever took
  /// @param kept those of them that can still be read
  public record ShardStatus(String id, boolean open, long taken, long kept) {

    private static ShardStatus of(Shard shard) {
      var log = shard.log();
      return new ShardStatus(
          shard.id(), shard.isOpen(), log.next() - RecordLog.EMPTY.next(), log.records().size());
    }
  }

  static StreamStatus of(DataStream stream) {
    return new StreamStatus(
        stream.name(),
        stream.arn(),
        stream.shards().values().stream().map(ShardStatus::of).toList());
  }
}
