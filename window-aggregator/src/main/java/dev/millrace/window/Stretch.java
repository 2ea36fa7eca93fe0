package dev.millrace.window;

import dev.millrace.common.SequenceNumbers;

/// The records of a shard from one to another, both included.
///
/// It names a part of a window. Lambda may deliver the records of a part again and cut them another
/// way, because a batch was split or a record has become too old meanwhile; what is delivered again
/// then overlaps what was.
record Stretch(String shardId, String first, String last) {

  /// The name under which the part is stored.
  String id() {
    return shardId + ":" + first;
  }

  /// @param id a stored part's name
  static Stretch of(String id, String last) {
    var colon = id.lastIndexOf(':');
    return new Stretch(id.substring(0, colon), id.substring(colon + 1), last);
  }

  boolean overlaps(Stretch other) {
    return shardId.equals(other.shardId)
        && SequenceNumbers.ORDER.compare(first, other.last) <= 0
        && SequenceNumbers.ORDER.compare(other.first, last) <= 0;
  }
}
