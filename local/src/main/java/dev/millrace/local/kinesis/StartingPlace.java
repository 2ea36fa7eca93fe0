package dev.millrace.local.kinesis;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Where in a shard a reader wants to begin.
///
/// @param action that was asked, for refusals
/// @param member the action's name for the sequence number, for refusals
record StartingPlace(
    String action,
    String member,
    GetShardIterator.Type type,
    @Nullable String sequenceNumber,
    @Nullable Instant timestamp) {

  /// The place of the first record to read.
  ///
  /// @throws dev.millrace.local.gateway.AwsException if a member is missing, too many or wrong
  long in(KinesisState state, DataStream stream, Shard shard, Instant now) {
    checkMembers();
    long place =
        switch (type) {
          case TRIM_HORIZON -> shard.log().first();
          case LATEST -> shard.log().next();
          case AT_SEQUENCE_NUMBER -> named(state, stream, shard).from();
          case AFTER_SEQUENCE_NUMBER -> named(state, stream, shard).following();
          case AT_TIMESTAMP -> at(shard, now);
        };
    return Math.clamp(place, shard.log().first(), shard.log().next());
  }

  private void checkMembers() {
    boolean bySequence =
        type == GetShardIterator.Type.AT_SEQUENCE_NUMBER
            || type == GetShardIterator.Type.AFTER_SEQUENCE_NUMBER;
    check(member, bySequence, sequenceNumber != null);
    check("Timestamp", type == GetShardIterator.Type.AT_TIMESTAMP, timestamp != null);
  }

  private void check(String name, boolean needed, boolean given) {
    if (needed != given) {
      throw Refusal.argument(
          "%s %s %s %s",
          action.equals("GetShardIterator") ? "ShardIteratorType" : "StartingPosition of type",
          type,
          needed ? "requires the member" : "does not take the member",
          name);
    }
  }

  private SequenceNumber named(KinesisState state, DataStream stream, Shard shard) {
    var number = String.valueOf(sequenceNumber);
    return shard
        .parse(number)
        .orElseThrow(() ->
            Refusal.argument(
                "StartingSequenceNumber %s used in %s on shard %s in stream %s"
                    + " under account %s is invalid because it did not come from this shard.",
                number, action, shard.id(), stream.name(), state.account()));
  }

  private long at(Shard shard, Instant now) {
    if (timestamp == null || timestamp.isAfter(now)) {
      throw Refusal.argument(
          "The timestampInMillis parameter cannot be greater than the currentTimestampInMillis."
              + " timestampInMillis: %s, currentTimestampInMillis: %d",
          timestamp == null ? "null" : timestamp.toEpochMilli(), now.toEpochMilli());
    }
    return shard.log().firstAt(timestamp.toEpochMilli());
  }
}
