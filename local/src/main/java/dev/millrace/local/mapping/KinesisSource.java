package dev.millrace.local.mapping;

import dev.millrace.local.mapping.MappingConfig.StartingPosition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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

  private static final int PAGE = 10_000;

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
  public ShardReader open(String shardId, StartingPosition position) {
    return new Reader(shardId, position);
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
    private final StartingPosition position;
    private final Instant opened = clock.instant();
    private @Nullable String last;
    private String iterator;

    Reader(String shardId, StartingPosition position) {
      this.shardId = shardId;
      this.events = new EventJson(config, shardId);
      this.position = position;
      this.iterator = iterator(start(position));
      if (position instanceof StartingPosition.Latest) {
        last = newestAlreadyThere();
      }
    }

    /// The newest of the records that came in the very millisecond in which LATEST was asked for;
    /// on a clock that stands still that can be all of them. Without it an expired iterator, found
    /// again by its time, would return them.
    private @Nullable String newestAlreadyThere() {
      try {
        var sameTime = iterator(start(new StartingPosition.AtTimestamp(opened)));
        var records = kinesis.getRecords(request -> request.shardIterator(sameTime)).records();
        return records.isEmpty() ? null : records.getLast().sequenceNumber();
      } catch (InvalidArgumentException _) {
        // the stream's clock is behind ours, so nothing can have come at this time
        return null;
      }
    }

    @Override
    public Page read(int limit) {
      var page = page(Math.min(limit, PAGE));
      var found = page.records();
      if (!found.isEmpty()) {
        last = found.getLast().sequenceNumber();
      }
      var next = page.nextShardIterator();
      if (next != null) {
        iterator = next;
      }
      var behind = page.millisBehindLatest();
      var caughtUp = behind == null ? found.isEmpty() : behind == 0;
      var records = found.stream().filter(this::passes).map(this::record).toList();
      return new Page(
          records,
          found.isEmpty() ? null : SequenceNumber.of(found.getLast().sequenceNumber()),
          found.size() - records.size(),
          caughtUp || next == null,
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
        iterator = iterator(again());
        return kinesis.getRecords(request -> request.shardIterator(iterator).limit(limit));
      }
    }

    private String iterator(GetShardIteratorRequest.Builder from) {
      return kinesis
          .getShardIterator(from.streamName(arn.stream()).shardId(shardId).build())
          .shardIterator();
    }

    /// Where an expired iterator stood.
    private GetShardIteratorRequest.Builder again() {
      if (last != null) {
        return GetShardIteratorRequest.builder()
            .shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
            .startingSequenceNumber(last);
      }
      return position instanceof StartingPosition.Latest
          ? start(new StartingPosition.AtTimestamp(opened))
          : start(position);
    }

    private static GetShardIteratorRequest.Builder start(StartingPosition position) {
      var request = GetShardIteratorRequest.builder();
      return switch (position) {
        case StartingPosition.TrimHorizon _ ->
            request.shardIteratorType(ShardIteratorType.TRIM_HORIZON);
        case StartingPosition.Latest _ -> request.shardIteratorType(ShardIteratorType.LATEST);
        case StartingPosition.AtTimestamp(var time) ->
            request.shardIteratorType(ShardIteratorType.AT_TIMESTAMP).timestamp(time);
      };
    }
  }
}
