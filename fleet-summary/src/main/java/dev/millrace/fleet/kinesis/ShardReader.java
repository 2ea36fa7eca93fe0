package dev.millrace.fleet.kinesis;

import java.time.Clock;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.flink.connector.base.source.reader.RecordsBySplits;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.KmsThrottlingException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;

/// Reads shards in turn, each of them at most once in the read interval.
///
/// A closed shard that was read to its end is kept, unread, until it is retired: as long as its
/// children are not read, the event time that it reached has to count.
final class ShardReader implements SplitReader<Fetched, ShardSplit> {

  /// A shard that is being read.
  private static final class Cursor {
    Position position;
    @Nullable String iterator;
    long due = System.nanoTime();
    boolean wasPolled;

    Cursor(Position position) {
      this.position = position;
    }
  }

  private final SourceSettings settings;
  private final Clock clock;
  private final KinesisClient kinesis;
  private final Map<String, Cursor> cursors = new LinkedHashMap<>();
  private final Set<String> announced = new HashSet<>();
  private final Map<String, Set<String>> retired;
  private final Semaphore wakeUps = new Semaphore(0);

  /// @param retired the shards that need not be kept, with children to look at first; written to by
  ///   the task
  ShardReader(
      SourceSettings settings, Clock clock, ConcurrentHashMap<String, Set<String>> retired) {
    this.settings = settings;
    this.clock = clock;
    this.kinesis = settings.endpoint().client();
    this.retired = retired;
  }

  @Override
  public void handleSplitsChanges(SplitsChange<ShardSplit> change) {
    for (var split : change.splits()) {
      cursors.put(split.shardId(), new Cursor(split.position()));
    }
  }

  @Override
  public RecordsWithSplitIds<Fetched> fetch() {
    var batch = new RecordsBySplits.Builder<Fetched>();
    retire(batch);
    announceEnds(batch);
    var next = next();
    if (next == null) {
      pause(settings.readInterval().toNanos());
    } else if (pause(next.getValue().due - System.nanoTime())) {
      read(next.getKey(), next.getValue(), batch);
    }
    return batch.build();
  }

  private void retire(RecordsBySplits.Builder<Fetched> batch) {
    for (var entry : Map.copyOf(retired).entrySet()) {
      if (entry.getValue().stream().allMatch(this::wasPolled)) {
        retired.remove(entry.getKey());
        announced.remove(entry.getKey());
        if (cursors.remove(entry.getKey()) != null) {
          batch.add(entry.getKey(), new Fetched.Retired());
          batch.addFinishedSplit(entry.getKey());
        }
      }
    }
  }

  private boolean wasPolled(String shardId) {
    var cursor = cursors.get(shardId);
    return cursor != null && cursor.wasPolled;
  }

  private void announceEnds(RecordsBySplits.Builder<Fetched> batch) {
    cursors.forEach((shardId, cursor) -> {
      if (cursor.position.isEnded() && announced.add(shardId)) {
        cursor.wasPolled = true;
        batch.add(shardId, new Fetched.Ended());
      }
    });
  }

  private Map.@Nullable Entry<String, Cursor> next() {
    Map.Entry<String, Cursor> next = null;
    for (var entry : cursors.entrySet()) {
      if (!entry.getValue().position.isEnded()
          && (next == null || entry.getValue().due < next.getValue().due)) {
        next = entry;
      }
    }
    return next;
  }

  /// @return whether nobody woke us
  private boolean pause(long nanos) {
    try {
      return !wakeUps.tryAcquire(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void read(String shardId, Cursor cursor, RecordsBySplits.Builder<Fetched> batch) {
    cursor.due = System.nanoTime() + settings.readInterval().toNanos();
    var now = clock.millis();
    var answer = records(shardId, cursor);
    if (answer == null) {
      return;
    }
    for (var each : answer.records()) {
      batch.add(shardId, new Fetched.Data(each.sequenceNumber(), each.data().asByteArray(), now));
      cursor.position = Position.after(each.sequenceNumber());
    }
    var behind = answer.millisBehindLatest();
    var atTip = answer.records().isEmpty() && behind == 0;
    batch.add(shardId, new Fetched.Polled(atTip, behind, now));
    cursor.wasPolled = true;
    cursor.iterator = answer.nextShardIterator();
    if (cursor.iterator == null) {
      cursor.position = Position.ENDED;
    }
  }

  /// @return null if it has to be tried again
  private @Nullable GetRecordsResponse records(String shardId, Cursor cursor) {
    try {
      var iterator = cursor.iterator;
      if (iterator == null) {
        var request = cursor.position.iterator(settings.stream(), shardId);
        iterator = kinesis.getShardIterator(request).shardIterator();
        cursor.iterator = iterator;
      }
      var from = iterator;
      return kinesis.getRecords(r -> r.shardIterator(from).limit(settings.maxRecords()));
    } catch (ExpiredIteratorException e) {
      cursor.iterator = null;
      return null;
    } catch (ProvisionedThroughputExceededException
        | LimitExceededException
        | KmsThrottlingException e) {
      return null;
    }
  }

  @Override
  public void wakeUp() {
    wakeUps.release();
  }

  @Override
  public void close() {
    kinesis.close();
  }
}
