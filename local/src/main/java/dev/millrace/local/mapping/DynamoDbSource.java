package dev.millrace.local.mapping;

import dev.millrace.local.mapping.MappingConfig.StartingPosition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamRequest;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/// A DynamoDB table's stream.
///
/// A record's creation time is coarse (a second on AWS, a minute in DynamoDB Local, which also
/// knows nothing of the stack's clock). The event shows it as the stream gave it; for ages and
/// windows it is narrowed by what the reader knows: a record was created after the last read that
/// found nothing, and before the one that found it.
final class DynamoDbSource implements StreamSource {

  private static final Logger log = LoggerFactory.getLogger(DynamoDbSource.class);
  private static final int PAGE = 1000;

  private final DynamoDbStreamsClient streams;
  private final MappingConfig config;
  private final EventFilters filters;
  private final InstantSource clock;

  DynamoDbSource(DynamoDbStreamsClient streams, MappingConfig config, InstantSource clock) {
    this.streams = streams;
    this.config = config;
    this.filters = EventFilters.of(config);
    this.clock = clock;
  }

  @Override
  public List<Shard> shards() {
    try {
      var shards = new ArrayList<Shard>();
      var request = DescribeStreamRequest.builder().streamArn(config.streamArn()).build();
      while (request != null) {
        var page = streams.describeStream(request).streamDescription();
        page.shards().forEach(shard -> shards.add(shard(shard)));
        var next = page.lastEvaluatedShardId();
        request = next == null ? null : request.toBuilder().exclusiveStartShardId(next).build();
      }
      return shards;
    } catch (ResourceNotFoundException e) {
      throw new StreamNotFoundException(config.streamArn(), e);
    }
  }

  private static Shard shard(software.amazon.awssdk.services.dynamodb.model.Shard shard) {
    var parent = shard.parentShardId();
    return new Shard(
        shard.shardId(),
        parent == null ? List.of() : List.of(parent),
        shard.sequenceNumberRange().endingSequenceNumber() != null);
  }

  /// These streams have no iterator that starts at a time, and what LATEST stood for cannot be
  /// asked later; so the newest record is looked up.
  @Override
  public Place find(String shardId, StartingPosition position) {
    Place place = new Place.Oldest();
    if (position instanceof StartingPosition.Latest) {
      @Nullable String iterator = iterator(shardId, place);
      while (iterator != null) {
        var from = iterator;
        var page = streams.getRecords(request -> request.shardIterator(from));
        place = page.records().isEmpty() ? place : after(page);
        iterator = page.records().isEmpty() ? null : page.nextShardIterator();
      }
    }
    return place;
  }

  private static Place after(GetRecordsResponse page) {
    var newest = page.records().getLast().dynamodb().sequenceNumber();
    return new Place.After(SequenceNumber.of(newest));
  }

  private String iterator(String shardId, Place place) {
    try {
      return place instanceof Place.After(var number)
          ? iterator(shardId, ShardIteratorType.AFTER_SEQUENCE_NUMBER, number.text())
          : iterator(shardId, ShardIteratorType.TRIM_HORIZON, null);
    } catch (TrimmedDataAccessException e) {
      return oldest(shardId, place, e);
    }
  }

  private String oldest(String shardId, Place place, TrimmedDataAccessException cause) {
    log.atWarn()
        .setCause(cause)
        .addKeyValue("stream", config.streamArn())
        .addKeyValue("shard", shardId)
        .addKeyValue("place", place)
        .log("records left the stream before they were read; going on with the oldest");
    return iterator(shardId, ShardIteratorType.TRIM_HORIZON, null);
  }

  private String iterator(String shardId, ShardIteratorType type, @Nullable String after) {
    return streams
        .getShardIterator(request ->
            request
                .streamArn(config.streamArn())
                .shardId(shardId)
                .shardIteratorType(type)
                .sequenceNumber(after))
        .shardIterator();
  }

  @Override
  public ShardReader open(String shardId, Place place, Instant notBefore) {
    return new Reader(shardId, place, notBefore);
  }

  @Override
  public Duration pollInterval() {
    return Duration.ofMillis(250);
  }

  /// DynamoDB Local shows a stream record a few milliseconds after the write.
  @Override
  public Duration settleTime() {
    return Duration.ofMillis(50);
  }

  private final class Reader implements ShardReader {

    private final String shardId;
    private final EventJson events;
    private Place place;
    private Instant emptyAt;
    private @Nullable Long emptyNanos;
    private boolean endSeen;
    private String iterator;

    Reader(String shardId, Place place, Instant notBefore) {
      this.shardId = shardId;
      this.events = new EventJson(config, shardId);
      this.place = place;
      this.emptyAt = notBefore;
      this.iterator = iterator(shardId, place);
    }

    @Override
    public Page read(int limit) {
      var asked = clock.instant();
      var page = page(Math.min(limit, PAGE));
      var found = page.records();
      if (!found.isEmpty()) {
        place = after(page);
      }
      var next = page.nextShardIterator();
      var ended = next == null && isConfirmedEnd(found.isEmpty());
      if (next != null) {
        iterator = next;
      }
      if (found.isEmpty()) {
        emptyAt = asked;
        emptyNanos = System.nanoTime();
        return new Page(List.of(), next != null || ended, ended);
      }
      var now = clock.instant();
      var earliest = earliest(now);
      var records =
          found.stream()
              .map(record -> record(record, earliest, now))
              .filter(record -> filters.pass(record.json()))
              .toList();
      return new Page(
          records,
          SequenceNumber.of(found.getLast().dynamodb().sequenceNumber()),
          found.size() - records.size(),
          ended,
          ended);
    }

    /// DynamoDB Local can close a shard before its last records are visible, so an end counts only
    /// when a second look finds nothing more.
    private boolean isConfirmedEnd(boolean nothingFound) {
      if (endSeen && nothingFound) {
        return true;
      }
      endSeen = true;
      iterator = iterator(shardId, place);
      return false;
    }

    /// When the oldest record that is found now can have been created. The stack's clock may have
    /// been put forward since the last empty read, so real time bounds it as well.
    private Instant earliest(Instant now) {
      if (emptyNanos == null) {
        return emptyAt;
      }
      var ago = now.minusNanos(System.nanoTime() - emptyNanos);
      return ago.isAfter(emptyAt) ? ago : emptyAt;
    }

    private StreamRecord record(Record record, Instant earliest, Instant now) {
      var reported = created(record);
      var known = reported.isBefore(earliest) ? earliest : reported;
      return new StreamRecord(
          SequenceNumber.of(record.dynamodb().sequenceNumber()),
          known.isAfter(now) ? now : known,
          events.dynamoDb(record));
    }

    private static Instant created(Record record) {
      return record.dynamodb().approximateCreationDateTime().truncatedTo(ChronoUnit.SECONDS);
    }

    private GetRecordsResponse page(int limit) {
      try {
        return getRecords(limit);
      } catch (ResourceNotFoundException e) {
        throw new StreamNotFoundException(config.streamArn(), e);
      }
    }

    private GetRecordsResponse getRecords(int limit) {
      try {
        return streams.getRecords(request -> request.shardIterator(iterator).limit(limit));
      } catch (ExpiredIteratorException _) {
        iterator = iterator(shardId, place);
      } catch (TrimmedDataAccessException e) {
        iterator = oldest(shardId, place, e);
      }
      return streams.getRecords(request -> request.shardIterator(iterator).limit(limit));
    }
  }
}
