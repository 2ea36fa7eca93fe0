package dev.millrace.common;

/// How a batch of stream records ended.
///
/// Streams are ordered and Lambda goes on from the lowest sequence number that it is told, so there
/// is no list of failures: a batch is complete, or it stopped somewhere.
public sealed interface BatchOutcome {

  /// Every record is written or set aside.
  record Complete() implements BatchOutcome {}

  /// The record with this sequence number, and every one after it, must be delivered again.
  ///
  /// @param sequenceNumber of the stream record, also when a record inside an aggregate failed
  record StoppedAt(String sequenceNumber, PipelineException cause) implements BatchOutcome {}

  static BatchOutcome complete() {
    return new Complete();
  }

  static BatchOutcome stoppedAt(String sequenceNumber, PipelineException cause) {
    return new StoppedAt(sequenceNumber, cause);
  }

  /// Of two outcomes of one batch, the one that stopped earlier in the stream.
  default BatchOutcome orEarlier(BatchOutcome other) {
    return switch (this) {
      case Complete() -> other;
      case StoppedAt(var here, _) ->
          switch (other) {
            case Complete() -> this;
            case StoppedAt(var there, _) ->
                SequenceNumbers.ORDER.compare(there, here) < 0 ? other : this;
          };
    };
  }
}
