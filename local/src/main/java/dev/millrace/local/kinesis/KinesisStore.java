package dev.millrace.local.kinesis;

/// Where streams outlive the process.
interface KinesisStore extends AutoCloseable {

  /// Keeps nothing.
  KinesisStore NONE = (_, _) -> {};

  /// Keeps what changed; what it kept is there after the next start, whatever ends the process.
  ///
  /// @throws dev.millrace.local.gateway.AwsException if it cannot; the state before stays the one
  ///   that is kept
  void changed(KinesisState before, KinesisState after);

  @Override
  default void close() {}
}
