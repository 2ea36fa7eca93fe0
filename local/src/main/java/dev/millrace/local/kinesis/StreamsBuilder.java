package dev.millrace.local.kinesis;

import dev.millrace.local.kinesis.StreamDocument.ShardDocument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePVector;

/// Puts streams together from the changes that made them.
final class StreamsBuilder {

  private final Map<String, Entry> streams = new TreeMap<>();

  private record Entry(StreamDocument document, Map<Integer, Log> logs) {}

  /// A log that grows.
  static final class Log {

    private long first;
    private long latestMillis;
    private final List<StoredRecord> records = new ArrayList<>();

    private Log(ShardDocument shard) {
      this.first = shard.first();
      this.latestMillis = shard.latestMillis();
    }

    void expect(long place) {
      if (place != first + records.size()) {
        throw new IllegalStateException(
            "records from place %d on follow, the next place is %d"
                .formatted(place, first + records.size()));
      }
    }

    void add(StoredRecord record) {
      records.add(record);
      latestMillis = Math.max(latestMillis, record.arrivalMillis());
    }

    void trim(long newFirst) {
      records.subList(0, Math.toIntExact(newFirst - first)).clear();
      first = newFirst;
    }

    private RecordLog finish() {
      return new RecordLog(first, latestMillis, TreePVector.from(records));
    }
  }

  /// A stream is new, or differs in more than records.
  void stream(StreamDocument document) {
    var known = streams.get(document.name());
    var logs = new HashMap<Integer, Log>();
    for (var shard : document.shards()) {
      var log = known == null ? null : known.logs().get(shard.number());
      logs.put(shard.number(), log == null ? new Log(shard) : log);
    }
    streams.put(document.name(), new Entry(document, logs));
  }

  void remove(String stream) {
    streams.remove(stream);
  }

  Log log(String stream, int shard) {
    var log = orNull(stream, shard);
    if (log == null) {
      throw new IllegalStateException("no shard %d of a stream %s".formatted(shard, stream));
    }
    return log;
  }

  private @Nullable Log orNull(String stream, int shard) {
    var entry = streams.get(stream);
    return entry == null ? null : entry.logs().get(shard);
  }

  KinesisState state(String region, String account) {
    var state = KinesisState.empty(region, account);
    for (var entry : streams.values()) {
      var shards =
          entry.document().shards().stream()
              .map(shard -> shard.with(log(entry.document().name(), shard.number()).finish()))
              .toList();
      state = state.with(entry.document().with(shards));
    }
    return state;
  }
}
