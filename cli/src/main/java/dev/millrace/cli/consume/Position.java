package dev.millrace.cli.consume;

import java.time.Instant;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/// Where in a shard reading begins.
public sealed interface Position {

  /// Behind the last record.
  record Latest() implements Position {}

  /// At the first record.
  record TrimHorizon() implements Position {}

  /// At the first record that arrived then or later.
  record At(Instant time) implements Position {}

  /// At a record.
  record Sequence(String number) implements Position {}

  /// Behind a record.
  record After(String number) implements Position {}

  /// Asks for an iterator there.
  default void ask(GetShardIteratorRequest.Builder request) {
    switch (this) {
      case Latest() -> request.shardIteratorType(ShardIteratorType.LATEST);
      case TrimHorizon() -> request.shardIteratorType(ShardIteratorType.TRIM_HORIZON);
      case At(var time) ->
          request.shardIteratorType(ShardIteratorType.AT_TIMESTAMP).timestamp(time);
      case Sequence(var number) ->
          request
              .shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)
              .startingSequenceNumber(number);
      case After(var number) ->
          request
              .shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
              .startingSequenceNumber(number);
    }
  }
}
