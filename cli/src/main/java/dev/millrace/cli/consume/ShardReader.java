package dev.millrace.cli.consume;

import dev.millrace.cli.live.Session;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.Record;

/// Reads one shard from front to end.
///
/// It leaves most of a shard's five reads a second to others, waits when they are used up, and asks
/// for another iterator when its own has expired.
final class ShardReader {

  private static final int MOST_RECORDS = 1_000;
  private static final Duration AT_THE_END = Duration.ofSeconds(1);
  private static final Duration BEHIND = Duration.ofMillis(250);

  private final KinesisClient kinesis;
  private final Session session;
  private final String stream;
  private final String shard;

  private Position position;
  private @Nullable String iterator;
  private long due;
  private boolean caughtUp;
  private boolean ended;

  ShardReader(
      KinesisClient kinesis, Session session, String stream, String shard, Position position) {
    this.kinesis = kinesis;
    this.session = session;
    this.stream = stream;
    this.shard = shard;
    this.position = position;
    this.due = session.nanos();
  }

  String shard() {
    return shard;
  }

  /// Whether there was nothing behind what was read.
  boolean isCaughtUp() {
    return caughtUp;
  }

  /// Whether the shard was closed, and everything in it was read.
  boolean isEnded() {
    return ended;
  }

  /// How long until it may be read again; not positive if now.
  Duration untilDue(long now) {
    return Duration.ofNanos(due - now);
  }

  /// The next records, if there are any.
  List<Record> read() {
    try {
      return taken(
          kinesis.getRecords(request -> request.shardIterator(iterator()).limit(MOST_RECORDS)));
    } catch (ExpiredIteratorException _) {
      iterator = null;
    } catch (ProvisionedThroughputExceededException _) {
      due = session.nanos() + AT_THE_END.toNanos();
    }
    return List.of();
  }

  private String iterator() {
    var known = iterator;
    if (known != null) {
      return known;
    }
    var asked = session.instant();
    var answer =
        kinesis.getShardIterator(request -> {
          position.ask(request);
          request.streamName(stream).shardId(shard);
        });
    if (position instanceof Position.Latest) {
      // what an iterator that expires before there is any record is replaced by
      position = new Position.At(asked);
    }
    iterator = answer.shardIterator();
    return answer.shardIterator();
  }

  private List<Record> taken(GetRecordsResponse response) {
    var records = response.records();
    if (!records.isEmpty()) {
      position = new Position.After(records.getLast().sequenceNumber());
    }
    iterator = response.nextShardIterator();
    ended = iterator == null;
    caughtUp = ended || response.millisBehindLatest() == 0;
    due = session.nanos() + (caughtUp ? AT_THE_END : BEHIND).toNanos();
    return records;
  }
}
