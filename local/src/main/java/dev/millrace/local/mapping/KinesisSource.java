package dev.millrace.local.mapping;

import dev.millrace.local.mapping.MappingConfig.StartingPosition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/// A Kinesis stream, read by GetRecords.
final class KinesisSource implements StreamSource {

  private static final Logger log = LoggerFactory.getLogger(KinesisSource.class);
  private static final int PAGE = 10_000;

  /// How far the clock of a stream may be behind ours, which is looked for in this order.
  private static final List<Duration> BEHIND =
      List.of(Duration.ZERO, Duration.ofMinutes(1), Duration.ofHours(1));

  private final KinesisClient kinesis;
  private final MappingConfig config;
  private final StreamArn arn;
  private final EventFilters filters;
  private final InstantSource clock;

  KinesisSource(KinesisClient kinesis, MappingConfig config, InstantSource clock) {
    this.kinesis = kinesis;
    this.config = config;
    this.arn = StreamArn.parse(config.streamArn());
    this.filters = EventFilters.of(config);
    this.clock = clock;
  }

  @Override
  public List<Shard> shards() {
    try {
      var shards = new ArrayList<Shard>();
      var request = ListShardsRequest.builder().streamName(arn.stream()).build();
      while (request != null) {
        var page = kinesis.listShards(request);
        page.shards().forEach(shard -> shards.add(shard(shard)));
        var next = page.nextToken();
        request = next == null ? null : ListShardsRequest.builder().nextToken(next).build();
      }
      return shards;
    } catch (ResourceNotFoundException e) {
      throw new StreamNotFoundException(arn.text(), e);
    }
  }

  private static Shard shard(software.amazon.awssdk.services.kinesis.model.Shard shard) {
    var parents =
        Stream.of(shard.parentShardId(), shard.adjacentParentShardId())
            .filter(Objects::nonNull)
            .toList();
    return new Shard(
        shard.shardId(), parents, shard.sequenceNumberRange().endingSequenceNumber() != null);
  }

  @Override
  public Place find(String shardId, StartingPosition position) {
    return switch (position) {
      case StartingPosition.TrimHorizon _ -> new Place.Oldest();
      case StartingPosition.AtTimestamp(var time) -> new Place.Since(time);
      case StartingPosition.Latest _ -> newest(shardId);
    };
  }

  /// Behind the newest of the records that came in this very millisecond; on a clock that stands
  /// still that can be all of them.
  private Place newest(String shardId) {
    var start = start(shardId, new Place.Since(clock.instant().truncatedTo(ChronoUnit.MILLIS)));
    var place = start.place();
    @Nullable String iterator = start.iterator();
    while (iterator != null) {
      var from = iterator;
      var page = kinesis.getRecords(request -> request.shardIterator(from));
      if (!page.records().isEmpty()) {
        place = after(page);
      }
      iterator = isCaughtUp(page) ? null : page.nextShardIterator();
    }
    return place;
  }

  private static Place after(GetRecordsResponse page) {
    return new Place.After(SequenceNumber.of(page.records().getLast().sequenceNumber()));
  }

  private static boolean isCaughtUp(GetRecordsResponse page) {
    var behind = page.millisBehindLatest();
    return behind == null ? page.records().isEmpty() : behind == 0;
  }

  /// Where reading begins.
  ///
  /// @param place from where `iterator` can be had again
  private record Start(Place place, String iterator) {}

  /// The stream refuses a time that its clock has not reached. If its clock went back, or is behind
  /// ours, we begin earlier: rather deliver a record again than miss one.
  private Start start(String shardId, Place place) {
    return place instanceof Place.Since(var time)
        ? isStartingPosition(time) ? asked(shardId, time) : since(shardId, time)
        : new Start(place, iterator(shardId, place));
  }

  private boolean isStartingPosition(Instant time) {
    return config.startingPosition() instanceof StartingPosition.AtTimestamp(var asked)
        && asked.equals(time);
  }

  /// A time that somebody asked for is one of the stream's clock: nothing came then yet.
  private Start asked(String shardId, Instant time) {
    var place = new Place.Since(time);
    try {
      return new Start(place, iterator(shardId, place));
    } catch (InvalidArgumentException e) {
      behind(time, e);
      var latest = iteratorOf(shardId).shardIteratorType(ShardIteratorType.LATEST);
      return new Start(place, kinesis.getShardIterator(latest.build()).shardIterator());
    }
  }

  private Start since(String shardId, Instant time) {
    for (var behind : BEHIND) {
      var place = new Place.Since(time.minus(behind));
      try {
        return new Start(place, iterator(shardId, place));
      } catch (InvalidArgumentException e) {
        behind(place.time(), e);
      }
    }
    return new Start(new Place.Oldest(), iterator(shardId, new Place.Oldest()));
  }

  private void behind(Instant time, InvalidArgumentException refusal) {
    log.atDebug()
        .addKeyValue("stream", arn.text())
        .addKeyValue("time", time)
        .addKeyValue("cause", refusal)
        .log("the stream's clock has not reached this time");
  }

  private GetShardIteratorRequest.Builder iteratorOf(String shardId) {
    return GetShardIteratorRequest.builder().streamName(arn.stream()).shardId(shardId);
  }

  private String iterator(String shardId, Place place) {
    var request = iteratorOf(shardId);
    var from =
        switch (place) {
          case Place.Oldest _ -> request.shardIteratorType(ShardIteratorType.TRIM_HORIZON);
          case Place.Since(var time) ->
              request.shardIteratorType(ShardIteratorType.AT_TIMESTAMP).timestamp(time);
          // stands for the oldest if the record left the stream
          case Place.After(var number) ->
              request
                  .shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                  .startingSequenceNumber(number.text());
        };
    return kinesis.getShardIterator(from.build()).shardIterator();
  }

  @Override
  public ShardReader open(String shardId, Place place, Instant notBefore) {
    return new Reader(shardId, place);
  }

  @Override
  public Duration pollInterval() {
    return Duration.ofSeconds(1);
  }

  @Override
  public Duration settleTime() {
    return Duration.ZERO;
  }

  private final class Reader implements ShardReader {

    private final String shardId;
    private final EventJson events;
    private Place place;
    private String iterator;

    Reader(String shardId, Place place) {
      this.shardId = shardId;
      this.events = new EventJson(config, shardId);
      var start = start(shardId, place);
      this.place = start.place();
      this.iterator = start.iterator();
    }

    @Override
    public Page read(int limit) {
      var page = page(Math.min(limit, PAGE));
      var found = page.records();
      if (!found.isEmpty()) {
        place = after(page);
      }
      var next = page.nextShardIterator();
      if (next != null) {
        iterator = next;
      }
      var records = found.stream().filter(this::passes).map(this::record).toList();
      return new Page(
          records,
          found.isEmpty() ? null : SequenceNumber.of(found.getLast().sequenceNumber()),
          found.size() - records.size(),
          isCaughtUp(page) || next == null,
          next == null);
    }

    private boolean passes(software.amazon.awssdk.services.kinesis.model.Record record) {
      return filters.pass(
          record.data().asByteArrayUnsafe(), data -> events.filterable(record, data));
    }

    private StreamRecord record(software.amazon.awssdk.services.kinesis.model.Record record) {
      return new StreamRecord(
          SequenceNumber.of(record.sequenceNumber()),
          record.approximateArrivalTimestamp(),
          events.kinesis(record),
          KeyHash.of(record.partitionKey()));
    }

    private GetRecordsResponse page(int limit) {
      try {
        return getRecords(limit);
      } catch (ResourceNotFoundException e) {
        throw new StreamNotFoundException(arn.text(), e);
      }
    }

    private GetRecordsResponse getRecords(int limit) {
      try {
        return kinesis.getRecords(request -> request.shardIterator(iterator).limit(limit));
      } catch (ExpiredIteratorException _) {
        var again = start(shardId, place);
        place = again.place();
        iterator = again.iterator();
        return kinesis.getRecords(request -> request.shardIterator(iterator).limit(limit));
      }
    }
  }
}
