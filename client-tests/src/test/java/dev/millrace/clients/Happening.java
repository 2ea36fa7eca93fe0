package dev.millrace.clients;

/// What the Kinesis Client Library tells the processor of a shard.
sealed interface Happening {

  /// The shard's lease was taken.
  record Began(String shard) implements Happening {}

  /// A record came.
  record Came(String shard, String key, int number) implements Happening {}

  /// The shard is closed and read to its end.
  record Ended(String shard) implements Happening {}
}
