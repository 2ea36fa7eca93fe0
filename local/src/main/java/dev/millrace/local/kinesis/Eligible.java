package dev.millrace.local.kinesis;

import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;

/// What can be resharded: open shards of streams that leave it to their owner.
final class Eligible {

  private Eligible() {}

  /// An open shard of a provisioned stream.
  static Shard shard(KinesisState state, DataStream stream, String shardId, String action) {
    provisioned(stream, action);
    var shard = stream.shard(shardId).orElseThrow(() -> Refusal.noShard(state, stream, shardId));
    if (!shard.isOpen()) {
      throw Refusal.argument(
          "Shard %s in stream %s under account %s has already been merged or split, and thus is not"
              + " eligible for merging or splitting.",
          shardId, stream.name(), state.account());
    }
    return shard;
  }

  static void provisioned(DataStream stream, String action) {
    if (stream.mode() != StreamMode.PROVISIONED) {
      throw new AwsException(
          AwsError.VALIDATION,
          "%s requires a stream in PROVISIONED mode, %s is %s"
              .formatted(action, stream.name(), stream.mode()));
    }
  }
}
