package dev.millrace.fleet.kinesis;

/// What a shard's reader hands to the task.
sealed interface Fetched {

  /// A record as it was put.
  ///
  /// @param now when it was asked for, in milliseconds since 1970
  record Data(String sequenceNumber, byte[] data, long now) implements Fetched {}

  /// One look at the shard is over; its records come before this.
  ///
  /// @param atTip whether nothing that was put before the look is left to read
  /// @param behind how far from the tip it ended, in milliseconds
  /// @param now when it began
  record Polled(boolean atTip, long behind, long now) implements Fetched {}

  /// The shard is closed, and all of it was read.
  record Ended() implements Fetched {}

  /// The shard ended and its children are read: its event time counts no more.
  record Retired() implements Fetched {}
}
