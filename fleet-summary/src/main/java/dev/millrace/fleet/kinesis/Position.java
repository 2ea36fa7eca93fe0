package dev.millrace.fleet.kinesis;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/// Where in a shard reading goes on.
///
/// @param value the moment or the sequence number that the kind needs, else empty
public record Position(Kind kind, String value) {

  enum Kind {
    TRIM_HORIZON,
    AT_TIMESTAMP,
    AFTER_SEQUENCE_NUMBER,
    ENDED
  }

  static final Position TRIM_HORIZON = new Position(Kind.TRIM_HORIZON, "");

  /// All of a closed shard was read.
  static final Position ENDED = new Position(Kind.ENDED, "");

  static Position at(Instant moment) {
    return new Position(Kind.AT_TIMESTAMP, moment.toString());
  }

  static Position after(String sequenceNumber) {
    return new Position(Kind.AFTER_SEQUENCE_NUMBER, sequenceNumber);
  }

  boolean isEnded() {
    return kind == Kind.ENDED;
  }

  GetShardIteratorRequest iterator(String stream, String shardId) {
    var request = GetShardIteratorRequest.builder().streamName(stream).shardId(shardId);
    switch (kind) {
      case TRIM_HORIZON -> request.shardIteratorType(ShardIteratorType.TRIM_HORIZON);
      case AT_TIMESTAMP ->
          request.shardIteratorType(ShardIteratorType.AT_TIMESTAMP).timestamp(Instant.parse(value));
      case AFTER_SEQUENCE_NUMBER ->
          request
              .shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
              .startingSequenceNumber(value);
      case ENDED -> throw new IllegalStateException(shardId + " has ended");
    }
    return request.build();
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeUTF(kind.name());
    out.writeUTF(value);
  }

  static Position readFrom(DataInput in) throws IOException {
    return new Position(Kind.valueOf(in.readUTF()), in.readUTF());
  }
}
