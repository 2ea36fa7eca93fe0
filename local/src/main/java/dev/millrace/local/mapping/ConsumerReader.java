package dev.millrace.local.mapping;

import dev.millrace.local.mapping.StreamSource.Page;
import dev.millrace.local.mapping.StreamSource.ShardReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;

/// Reads one shard for a registered consumer, from one subscription after the other.
///
/// Between push and pull lies at most one event that is being read and one that has come meanwhile;
/// the next is asked for when the one before was read. A subscription ends after five minutes, or
/// when its connection breaks; the next one goes on behind the last event that was read.
///
/// When a server in this process signals a record that was not pushed yet, the reader looks once
/// with GetRecords whether it is one of its shard. Without such signals it never does.
final class ConsumerReader implements ShardReader {

  private static final Logger log = LoggerFactory.getLogger(ConsumerReader.class);

  /// How long a read waits for an event that is on its way.
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(1);

  /// A consumer may call once a second for each shard.
  private static final long PAUSE = Duration.ofSeconds(1).toNanos();

  private final KinesisClient kinesis;
  private final KinesisAsyncClient pushing;
  private final StreamArn arn;
  private final String shardId;
  private final EventJson events;
  private final EventFilters filters;

  private final Deque<Record> buffer = new ArrayDeque<>();
  private volatile Runnable arrived = () -> {};
  private volatile boolean signalled;
  private volatile @Nullable ShardSubscription subscription;
  private StartingPosition next;
  private @Nullable String continuation;
  private boolean silent = true;
  private boolean behind;
  private boolean last;
  private boolean waiting;
  private long triedAt = System.nanoTime() - PAUSE;

  ConsumerReader(
      KinesisClient kinesis,
      KinesisAsyncClient pushing,
      MappingConfig config,
      String shardId,
      Place place) {
    this.kinesis = kinesis;
    this.pushing = pushing;
    this.arn = StreamArn.parse(config.streamArn());
    this.shardId = shardId;
    this.events = new EventJson(config, shardId);
    this.filters = EventFilters.of(config);
    this.next =
        switch (place) {
          case Place.Oldest _ -> at(ShardIteratorType.TRIM_HORIZON);
          case Place.Since(var time) -> at(time);
          case Place.After(var number) -> after(number.text());
        };
  }

  @Override
  public void listen(Runnable whenArrived) {
    arrived = whenArrived;
  }

  @Override
  public void signalled() {
    signalled = true;
  }

  @Override
  public void close() {
    var open = subscription;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public Page read(int limit) {
    var atEnd = false;
    if (buffer.isEmpty() && !last) {
      try {
        atEnd = fill();
      } catch (InterruptedException _) {
        // the mapping stops: nothing was taken
        Thread.currentThread().interrupt();
        return new Page(List.of(), false, false);
      }
    }
    return page(limit, atEnd);
  }

  private Page page(int limit, boolean atEnd) {
    var taken = new ArrayList<Record>();
    while (taken.size() < limit && !buffer.isEmpty()) {
      taken.add(buffer.removeFirst());
    }
    var isEmptied = buffer.isEmpty();
    if (!taken.isEmpty() && (!isEmptied || continuation == null)) {
      next = after(taken.getLast().sequenceNumber());
    } else if (isEmptied && continuation != null) {
      next = after(continuation);
    }
    var open = subscription;
    if (!taken.isEmpty() && isEmptied && !last && open != null) {
      open.request();
    }
    var ended = last && isEmptied;
    var records = taken.stream().filter(this::passes).map(this::record).toList();
    return new Page(
        records,
        taken.isEmpty() ? null : SequenceNumber.of(taken.getLast().sequenceNumber()),
        taken.size() - records.size(),
        ended || (isEmptied && (taken.isEmpty() ? atEnd : !behind && !signalled)),
        ended);
  }

  /// Takes the next event if there is one, and waits for one that is known to come.
  ///
  /// @return whether nothing is to be read now
  private boolean fill() throws InterruptedException {
    var open = current();
    if (open.isEmpty()) {
      return false;
    }
    var event = open.get().poll();
    if (event.isEmpty() && !isOnItsWay()) {
      return true;
    }
    if (event.isEmpty()) {
      event = open.get().poll(ON_ITS_WAY);
    }
    event.ifPresent(found -> accept(found, open.get()));
    return event.isPresent() && buffer.isEmpty() && !behind && !signalled;
  }

  private boolean isOnItsWay() {
    if (silent || behind) {
      return true;
    }
    if (!signalled) {
      return false;
    }
    signalled = false;
    if (holdsMore()) {
      // not assigned otherwise: a signal that came meanwhile must stay
      signalled = true;
    }
    return signalled;
  }

  /// Whether the shard has anything behind what was pushed.
  private boolean holdsMore() {
    try {
      var iterator =
          kinesis
              .getShardIterator(request ->
                  request
                      .streamName(arn.stream())
                      .shardId(shardId)
                      .shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                      .startingSequenceNumber(continuation))
              .shardIterator();
      var page = kinesis.getRecords(request -> request.shardIterator(iterator).limit(1));
      return !page.records().isEmpty() || page.nextShardIterator() == null;
    } catch (ResourceNotFoundException e) {
      throw new StreamNotFoundException(arn.streamText(), e);
    }
  }

  private void accept(SubscribeToShardEvent event, ShardSubscription from) {
    silent = false;
    continuation = event.continuationSequenceNumber();
    last = continuation == null || (event.hasChildShards() && !event.childShards().isEmpty());
    behind = event.millisBehindLatest() != null && event.millisBehindLatest() > 0;
    buffer.addAll(event.records());
    if (buffer.isEmpty() && !last) {
      from.request();
    }
  }

  // ---- subscriptions

  /// The open one, or one that is over with an event left; a new one if need be; empty if the
  /// service does not let us yet.
  private Optional<ShardSubscription> current() throws InterruptedException {
    var open = subscription;
    if (open != null && open.isOver()) {
      var left = open.poll();
      if (left.isPresent()) {
        // what comes behind it comes from the next one
        accept(left.get(), open);
        return Optional.empty();
      }
      subscription = null;
      open.failure().ifPresent(this::tellEnd);
    }
    return Optional.ofNullable(subscription).or(this::resubscribe);
  }

  private Optional<ShardSubscription> resubscribe() {
    if (System.nanoTime() - triedAt < PAUSE) {
      return Optional.empty();
    }
    try {
      subscribe();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return Optional.ofNullable(subscription);
  }

  private void subscribe() throws InterruptedException {
    triedAt = System.nanoTime();
    silent = true;
    try {
      subscription = open(next);
      waiting = false;
    } catch (ResourceInUseException e) {
      if (!waiting) {
        about("consumer is in use, will be tried again", e);
      }
      waiting = true;
    } catch (ResourceNotFoundException e) {
      throw StreamNotFoundException.consumer(arn.text(), e);
    } catch (InvalidArgumentException e) {
      subscription = open(instead(e));
    }
  }

  private ShardSubscription open(StartingPosition from) throws InterruptedException {
    return ShardSubscription.open(pushing, arn.text(), shardId, from, () -> arrived.run());
  }

  /// Where to begin if the position is refused.
  private StartingPosition instead(InvalidArgumentException refusal) {
    return switch (next.type()) {
      // the stream's clock is behind ours, so nothing can have come at that time
      case AT_TIMESTAMP -> at(ShardIteratorType.LATEST);
      case AFTER_SEQUENCE_NUMBER -> {
        about("records left the stream before they were read; going on with the oldest", refusal);
        yield at(ShardIteratorType.TRIM_HORIZON);
      }
      default -> throw refusal;
    };
  }

  private void tellEnd(Throwable cause) {
    if (cause instanceof ResourceNotFoundException gone) {
      throw StreamNotFoundException.consumer(arn.text(), gone);
    }
    about("subscription broke off, will be renewed", cause);
  }

  private void about(String message, Throwable cause) {
    log.atInfo()
        .addKeyValue("consumer", arn.text())
        .addKeyValue("shard", shardId)
        .addKeyValue("cause", cause)
        .log(message);
  }

  private static StartingPosition at(ShardIteratorType type) {
    return StartingPosition.builder().type(type).build();
  }

  private static StartingPosition at(Instant time) {
    return StartingPosition.builder().type(ShardIteratorType.AT_TIMESTAMP).timestamp(time).build();
  }

  private static StartingPosition after(String sequenceNumber) {
    return StartingPosition.builder()
        .type(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
        .sequenceNumber(sequenceNumber)
        .build();
  }

  // ---- records

  private boolean passes(Record record) {
    return filters.pass(record.data().asByteArrayUnsafe(), data -> events.filterable(record, data));
  }

  private StreamRecord record(Record record) {
    return new StreamRecord(
        SequenceNumber.of(record.sequenceNumber()),
        record.approximateArrivalTimestamp(),
        events.kinesis(record),
        KeyHash.of(record.partitionKey()));
  }
}
