package dev.millrace.local.firehose;

import static java.util.stream.Collectors.toSet;

import dev.millrace.common.KplAggregate;
import dev.millrace.local.firehose.FirehoseRecord.Origin;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/// A place in a Kinesis stream that moves on with every read: in each shard in order, and in
/// parents before their children. Records of KPL aggregates come out one by one.
///
/// Used by one thread at a time.
final class StreamCursor {

  private static final int PAGE = 10_000;

  private final KinesisClient kinesis;
  private final String stream;
  private final InstantSource clock;
  private final Set<String> known = new HashSet<>();
  private final Set<String> unfinished = new HashSet<>();
  private final Map<String, Shard> waiting = new LinkedHashMap<>();
  private final Map<String, ShardCursor> reading = new LinkedHashMap<>();
  private boolean shardsChanged;

  private StreamCursor(KinesisClient kinesis, String stream, InstantSource clock) {
    this.kinesis = kinesis;
    this.stream = stream;
    this.clock = clock;
  }

  /// What one read returned.
  ///
  /// @param caughtUp whether nothing was left behind these records
  /// @param ended whether they were the shard's last; other shards may have their turn now
  /// @param place where the shard is to be read on
  record Page(
      List<FirehoseRecord> records, boolean caughtUp, boolean ended, SourcePosition.Place place) {}

  /// Stands behind everything that is in the stream now.
  static StreamCursor atEnd(KinesisClient kinesis, String stream, InstantSource clock) {
    var cursor = new StreamCursor(kinesis, stream, clock);
    for (var shard : cursor.shards()) {
      cursor.known.add(shard.shardId());
      if (shard.sequenceNumberRange().endingSequenceNumber() == null) {
        cursor.unfinished.add(shard.shardId());
        cursor.reading.put(shard.shardId(), cursor.new ShardCursor(shard.shardId()).skip());
      }
    }
    return cursor;
  }

  /// Stands where an earlier cursor stood.
  static StreamCursor at(
      KinesisClient kinesis, String stream, InstantSource clock, SourcePosition position) {
    var cursor = new StreamCursor(kinesis, stream, clock);
    cursor.known.addAll(position.finished());
    var there = cursor.shards().stream().map(Shard::shardId).collect(toSet());
    for (var place : position.reading().values()) {
      cursor.known.add(place.shardId());
      // a shard that is gone has expired, with all its records
      if (there.contains(place.shardId())) {
        cursor.unfinished.add(place.shardId());
        cursor.reading.put(place.shardId(), cursor.new ShardCursor(place));
      }
    }
    cursor.shardsChanged = true;
    return cursor;
  }

  /// Where it stands.
  SourcePosition position() {
    var places = new HashMap<String, SourcePosition.Place>();
    reading.forEach((shard, cursor) -> places.put(shard, cursor.place(false)));
    var finished = new HashSet<>(known);
    finished.removeAll(unfinished);
    return new SourcePosition(places, finished);
  }

  /// The shards whose turn it is.
  List<String> shardsToRead() {
    if (shardsChanged) {
      follow();
    }
    return List.copyOf(reading.keySet());
  }

  /// Where one of those shards is to be read on.
  SourcePosition.Place place(String shardId) {
    return Objects.requireNonNull(reading.get(shardId), shardId).place(false);
  }

  /// Goes back to where it was in a shard.
  void back(SourcePosition.Place place) {
    unfinished.add(place.shardId());
    reading.put(place.shardId(), new ShardCursor(place));
  }

  /// Reads on in one shard.
  Page read(String shardId) {
    var cursor = Objects.requireNonNull(reading.get(shardId), shardId);
    var page = cursor.read();
    var records =
        page.records().stream().flatMap(record -> unpack(shardId, record).stream()).toList();
    if (page.nextShardIterator() == null) {
      reading.remove(shardId);
      unfinished.remove(shardId);
      shardsChanged = true;
      return new Page(records, true, true, cursor.place(true));
    }
    var behind = page.millisBehindLatest();
    return new Page(
        records, behind == null ? records.isEmpty() : behind == 0, false, cursor.place(false));
  }

  private void follow() {
    for (var shard : shards()) {
      if (known.add(shard.shardId())) {
        unfinished.add(shard.shardId());
        waiting.put(shard.shardId(), shard);
      }
    }
    for (var shard : List.copyOf(waiting.values())) {
      if (parents(shard).noneMatch(unfinished::contains)) {
        waiting.remove(shard.shardId());
        reading.put(shard.shardId(), new ShardCursor(shard.shardId()).rewind());
      }
    }
    shardsChanged = false;
  }

  private static Stream<String> parents(Shard shard) {
    return Stream.of(shard.parentShardId(), shard.adjacentParentShardId()).filter(Objects::nonNull);
  }

  private List<Shard> shards() {
    var shards = new ArrayList<Shard>();
    var request = ListShardsRequest.builder().streamName(stream).build();
    while (request != null) {
      var page = kinesis.listShards(request);
      shards.addAll(page.shards());
      var next = page.nextToken();
      request = next == null ? null : ListShardsRequest.builder().nextToken(next).build();
    }
    return shards;
  }

  private static List<FirehoseRecord> unpack(String shardId, Record record) {
    var data = record.data().asByteArrayUnsafe();
    var arrival = record.approximateArrivalTimestamp();
    var number = record.sequenceNumber();
    return KplAggregate.unpack(data)
        .map(entries ->
            IntStream.range(0, entries.size())
                .mapToObj(i -> {
                  var entry = entries.get(i);
                  var origin = new Origin(shardId, entry.partitionKey(), number, (long) i);
                  return new FirehoseRecord(entry.data(), arrival, origin);
                })
                .toList())
        .orElseGet(() -> {
          var origin = new Origin(shardId, record.partitionKey(), number, null);
          return List.of(new FirehoseRecord(data, arrival, origin));
        });
  }

  /// A place in one shard.
  private final class ShardCursor {

    private final String shardId;
    private final Instant opened;
    private @Nullable String iterator;
    private @Nullable String last;
    private boolean fromStart;

    ShardCursor(String shardId) {
      this.shardId = shardId;
      this.opened = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    ShardCursor(SourcePosition.Place place) {
      this.shardId = place.shardId();
      this.opened = place.opened();
      this.last = place.last();
      this.fromStart = place.fromStart();
    }

    SourcePosition.Place place(boolean ended) {
      return new SourcePosition.Place(shardId, last, fromStart, opened, ended);
    }

    ShardCursor rewind() {
      fromStart = true;
      return this;
    }

    /// Passes over what is there.
    ///
    /// An iterator LATEST would do, but it may expire before anything was read from it, and nobody
    /// could tell then which of the records of its millisecond were before it.
    ShardCursor skip() {
      GetRecordsResponse page;
      do {
        page = read();
      } while (page.nextShardIterator() != null
          && (page.millisBehindLatest() == null
              ? !page.records().isEmpty()
              : page.millisBehindLatest() > 0));
      if (page.nextShardIterator() == null) {
        // closed since it was listed: the next read finds its end, and its children
        iterator = null;
      }
      return this;
    }

    GetRecordsResponse read() {
      var page = getRecords();
      if (!page.records().isEmpty()) {
        last = page.records().getLast().sequenceNumber();
      }
      if (page.nextShardIterator() != null) {
        iterator = page.nextShardIterator();
      }
      return page;
    }

    private GetRecordsResponse getRecords() {
      if (iterator != null) {
        try {
          var current = iterator;
          return kinesis.getRecords(request -> request.shardIterator(current).limit(PAGE));
        } catch (ExpiredIteratorException _) {
          // the place is known without it
          iterator = null;
        }
      }
      var fresh = iterator();
      iterator = fresh;
      return kinesis.getRecords(request -> request.shardIterator(fresh).limit(PAGE));
    }

    private String iterator() {
      var from = GetShardIteratorRequest.builder().streamName(stream).shardId(shardId);
      if (last != null) {
        from.shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
            .startingSequenceNumber(last);
      } else if (fromStart) {
        from.shardIteratorType(ShardIteratorType.TRIM_HORIZON);
      } else {
        from.shardIteratorType(ShardIteratorType.AT_TIMESTAMP).timestamp(opened);
      }
      try {
        return kinesis.getShardIterator(from.build()).shardIterator();
      } catch (InvalidArgumentException e) {
        if (last != null || fromStart) {
          throw e;
        }
        // the stream's clock is behind ours, so nothing there came at that time or later
        from.shardIteratorType(ShardIteratorType.LATEST).timestamp(null);
        return kinesis.getShardIterator(from.build()).shardIterator();
      }
    }
  }
}
