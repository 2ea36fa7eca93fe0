package dev.millrace.cli.consume;

/// A shard's number, as which it is shown: `0` for `shardId-000000000000`.
final class ShardName {

  private ShardName() {}

  static String of(String shardId) {
    return shardId.replaceFirst("^shardId-0*(?=\\d)", "");
  }
}
