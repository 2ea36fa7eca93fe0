package dev.millrace.score;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.millrace.aws.AwsClients;
import dev.millrace.common.BatchLog;
import dev.millrace.common.BatchOutcome;
import dev.millrace.common.Deadline;
import dev.millrace.common.Decoded;
import dev.millrace.common.Env;
import dev.millrace.common.EventReader;
import dev.millrace.common.ItemChange;
import dev.millrace.common.PoisonException;
import dev.millrace.common.Retry;
import dev.millrace.common.SampleEvents;
import dev.millrace.common.Sleeper;
import dev.millrace.common.Snapshots;
import dev.millrace.common.Soon;
import dev.millrace.common.StreamHandler;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/// Keeps each user's total score from the stream of the table of game records.
///
/// The stream is ordered, so work stops at the first record that fails or cannot be read: what
/// comes before it takes effect, and it is reported. How a repeated delivery counts is set by
/// `DELIVERY`.
public final class ScoreAggregatorHandler
    extends StreamHandler<DynamodbEvent, StreamsEventResponse> {

  /// The records of an event that can be read, up to the first that is not.
  ///
  /// @param end complete, or the record that cannot be read
  private record Decodable(List<ScoreChange> changes, BatchOutcome end) {}

  private final ScoreAggregatorConfig config;
  private final Supplier<ScoreSink> sink;
  private final InstantSource clock;

  /// Called by Lambda, once per execution environment.
  public ScoreAggregatorHandler() {
    this(ScoreAggregatorConfig.from(new Env(System.getenv())));
  }

  private ScoreAggregatorHandler(ScoreAggregatorConfig config) {
    this(config, Soon.of(() -> sink(config)), InstantSource.system());
    Snapshots.rehearse(this::rehearse);
  }

  ScoreAggregatorHandler(
      ScoreAggregatorConfig config, Supplier<ScoreSink> sink, InstantSource clock) {
    super(EventReader::dynamodb);
    this.config = config;
    this.sink = sink;
    this.clock = clock;
  }

  @Override
  public StreamsEventResponse handleRequest(DynamodbEvent event, Context context) {
    var log = new BatchLog(context.getFunctionName(), clock);
    try {
      var outcome = apply(event, Deadline.of(context, config.margin()), log);
      log.outcome(outcome);
      return config.failures().end(outcome);
    } catch (RuntimeException e) {
      log.error(e);
      throw e;
    } finally {
      log.write(context.getLogger());
    }
  }

  private BatchOutcome apply(DynamodbEvent event, Deadline deadline, BatchLog log) {
    var records = ItemChange.records(event);
    var decodable = read(records, log);
    var changes = decodable.changes();
    var applied = sink.get().apply(changes, clock.instant(), deadline);
    log.records(records.size()).retries(applied.retries()).writeUnits(applied.writeUnits());
    log.failed(records.size() - applied.changes());
    for (var change : changes.subList(0, applied.changes())) {
      if (change.deltas().isEmpty()) {
        log.skipped("no change of a score");
      } else {
        log.written(1);
      }
    }
    if (applied.stop() == null) {
      return decodable.end();
    } else if (applied.stop() instanceof PoisonException) {
      log.poison("refused by the service");
    }
    return BatchOutcome.stoppedAt(changes.get(applied.changes()).sequenceNumber(), applied.stop());
  }

  private static Decodable read(List<DynamodbStreamRecord> records, BatchLog log) {
    var changes = new ArrayList<ScoreChange>();
    for (var record : records) {
      var sequenceNumber = ItemChange.sequenceNumber(record);
      switch (ItemChange.of(record).flatMap(change -> decode(change, log))) {
        case Decoded.Valid(var change) -> changes.add(change);
        case Decoded.Malformed(var reason) -> {
          log.seen(sequenceNumber, null).poison(reason);
          var poison = new PoisonException("record %s: %s".formatted(sequenceNumber, reason));
          return new Decodable(changes, BatchOutcome.stoppedAt(sequenceNumber, poison));
        }
      }
    }
    return new Decodable(changes, BatchOutcome.complete());
  }

  private void rehearse() {
    var log = new BatchLog("score-aggregator", clock);
    rehearse(
        SampleEvents.dynamodb(
            Map.of("Username", Map.of("S", "somebody"), "Score", Map.of("N", "1.5"))),
        event -> config.failures().end(read(ItemChange.records(event), log).end()));
    sink.get().rehearse(Deadline.after(clock, config.callTimeout()));
  }

  private static Decoded<ScoreChange> decode(ItemChange change, BatchLog log) {
    log.seen(change.sequenceNumber(), change.created());
    return ScoreDecoder.decode(change);
  }

  private static ScoreSink sink(ScoreAggregatorConfig config) {
    var timeout = config.callTimeout();
    // unlike Random, not the same in every environment restored from one snapshot
    var retry = new Retry(config.backoff(), new SecureRandom(), Sleeper.THREAD);
    var dynamo = AwsClients.build(DynamoDbClient.builder(), timeout);
    var events =
        config
            .scoreStream()
            .map(stream ->
                new KinesisEventSink(
                    AwsClients.build(KinesisClient.builder(), timeout), stream, retry, timeout));
    return new TotalsThenEvents(totals(config, dynamo, retry), events, config.totalsTable());
  }

  private static TotalsSink totals(
      ScoreAggregatorConfig config, DynamoDbClient dynamo, Retry retry) {
    var table = config.totalsTable();
    var timeout = config.callTimeout();
    return switch (config.delivery()) {
      case Delivery.ExactlyOnce ledger ->
          new ExactTotalsSink(dynamo, table, ledger, retry, timeout, InstantSource.system());
      case Delivery.AtLeastOnce() -> new PlainTotalsSink(dynamo, table, retry, timeout);
    };
  }
}
