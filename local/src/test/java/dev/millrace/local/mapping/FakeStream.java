package dev.millrace.local.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.local.mapping.MappingConfig.StartingPosition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Predicate;

/// A stream in memory. It is hardly ever polled: what is read in time was signalled.
final class FakeStream implements StreamSource {

  private final InstantSource clock;
  private final StreamSignals signals;
  private final Map<String, FakeShard> shards = new LinkedHashMap<>();
  private final Queue<RuntimeException> refusals = new ArrayDeque<>();
  private final Queue<RuntimeException> openings = new ArrayDeque<>();
  private final List<Integer> limits = new ArrayList<>();
  private Predicate<StreamRecord> filter = _ -> true;
  private int numbers;

  FakeStream(InstantSource clock, StreamSignals signals, String... shardIds) {
    this.clock = clock;
    this.signals = signals;
    for (var id : shardIds) {
      shards.put(id, new FakeShard(new Shard(id, List.of(), false)));
    }
  }

  private static final class FakeShard {
    private final Shard shard;
    private final List<StreamRecord> records = new ArrayList<>();
    private boolean closed;

    private FakeShard(Shard shard) {
      this.shard = shard;
    }
  }

  /// Puts records whose data are the given words, in one go.
  void put(String shardId, String... words) {
    put(shardId, List.of(words));
  }

  void put(String shardId, Collection<String> words) {
    synchronized (this) {
      for (var word : words) {
        numbers++;
        var json = "{\"number\":%d,\"data\":\"%s\"}".formatted(numbers, word);
        shard(shardId)
            .records
            .add(
                new StreamRecord(
                    SequenceNumber.of(Integer.toString(numbers)),
                    clock.instant(),
                    json.getBytes(UTF_8)));
      }
    }
    signals.published(TestConfig.KINESIS_STREAM);
  }

  /// Closes shards and opens others in their place.
  void reshard(List<String> parents, List<String> children) {
    synchronized (this) {
      parents.forEach(id -> shard(id).closed = true);
      children.forEach(id -> shards.put(id, new FakeShard(new Shard(id, parents, false))));
    }
    signals.published(TestConfig.KINESIS_STREAM);
  }

  /// Only these records are returned by reads.
  synchronized void filter(Predicate<StreamRecord> passes) {
    filter = passes;
  }

  synchronized void refuse(RuntimeException refusal) {
    refusals.add(refusal);
  }

  synchronized List<Integer> limits() {
    return List.copyOf(limits);
  }

  @Override
  public synchronized List<Shard> shards() {
    return shards.values().stream()
        .map(each -> new Shard(each.shard.id(), each.shard.parents(), each.closed))
        .toList();
  }

  @Override
  public synchronized Place find(String shardId, StartingPosition position) {
    var newest = StreamRecord.last(shard(shardId).records);
    return position instanceof StartingPosition.Latest && newest != null
        ? new Place.After(newest)
        : new Place.Oldest();
  }

  @Override
  public synchronized ShardReader open(String shardId, Place place, Instant notBefore) {
    var refusal = openings.poll();
    if (refusal != null) {
      throw refusal;
    }
    return new Reader(shardId, place);
  }

  /// The oldest records leave the stream.
  synchronized void trim(String shardId, int count) {
    shard(shardId).records.subList(0, count).clear();
  }

  /// Shards that nobody can read any more.
  synchronized void forget(String shardId) {
    shards.remove(shardId);
  }

  synchronized void refuseOpening(RuntimeException refusal) {
    openings.add(refusal);
  }

  @Override
  public Duration pollInterval() {
    return Duration.ofHours(1);
  }

  @Override
  public Duration settleTime() {
    return Duration.ZERO;
  }

  private FakeShard shard(String id) {
    var shard = shards.get(id);
    if (shard == null) {
      throw new IllegalArgumentException("no shard " + id);
    }
    return shard;
  }

  private final class Reader implements ShardReader {

    private final String shardId;
    private Place place;

    Reader(String shardId, Place place) {
      this.shardId = shardId;
      this.place = place;
    }

    private int position(List<StreamRecord> records) {
      return place instanceof Place.After(var last)
          ? (int) records.stream().filter(r -> r.sequenceNumber().compareTo(last) <= 0).count()
          : 0;
    }

    @Override
    public Page read(int limit) {
      synchronized (FakeStream.this) {
        limits.add(limit);
        var refusal = refusals.poll();
        if (refusal != null) {
          throw refusal;
        }
        var shard = shard(shardId);
        var from = position(shard.records);
        var to = Math.min(shard.records.size(), from + limit);
        var found = List.copyOf(shard.records.subList(from, to));
        var records = found.stream().filter(filter).toList();
        place = found.isEmpty() ? place : new Place.After(found.getLast().sequenceNumber());
        var caughtUp = to == shard.records.size();
        return new Page(
            records,
            StreamRecord.last(found),
            found.size() - records.size(),
            caughtUp,
            caughtUp && shard.closed);
      }
    }
  }
}
