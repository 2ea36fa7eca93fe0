package dev.millrace.local.kinesis;

import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A place in a shard from which records are read next. Good for five minutes.
///
/// @param stream the stream's name
/// @param created when that stream was created, so that an iterator never reads a later stream of
///   the same name
/// @param shard the shard's number
/// @param place of the next record
/// @param issued when it was handed out
record ShardIterator(String stream, Instant created, int shard, long place, Instant issued) {

  private static final Duration LIFE = Duration.ofMinutes(5);
  private static final String KIND = "AAAAAAAAAAE";

  /// An iterator for the next call.
  static ShardIterator at(DataStream stream, Shard shard, long place, Instant now) {
    return new ShardIterator(stream.name(), stream.created(), shard.number(), place, now);
  }

  /// @throws AwsException if the text is no iterator, or one that has expired
  static ShardIterator parse(String text, Instant now) {
    var iterator =
        Token.read(KIND, 5, text)
            .flatMap(ShardIterator::of)
            .orElseThrow(() -> Refusal.argument("Invalid ShardIterator."));
    if (now.isAfter(iterator.issued.plus(LIFE))) {
      throw new AwsException(
          AwsError.EXPIRED_ITERATOR,
          ("Iterator expired. The iterator was created at time %s while right now it is %s which is"
                  + " further in the future than the tolerated delay of %d milliseconds.")
              .formatted(iterator.issued, now, LIFE.toMillis()));
    }
    return iterator;
  }

  private static Optional<ShardIterator> of(List<String> fields) {
    try {
      return Optional.of(
          new ShardIterator(
              fields.get(4),
              Instant.ofEpochMilli(Long.parseLong(fields.get(0))),
              Integer.parseInt(fields.get(1)),
              Long.parseLong(fields.get(2)),
              Instant.ofEpochMilli(Long.parseLong(fields.get(3)))));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return Token.write(KIND, created.toEpochMilli(), shard, place, issued.toEpochMilli(), stream);
  }
}
