package dev.millrace.forwarder;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.millrace.common.BatchLog;
import dev.millrace.common.BatchOutcome;
import dev.millrace.common.Deadline;
import dev.millrace.common.Env;
import dev.millrace.common.FailureMode;
import dev.millrace.common.PipelineException;
import dev.millrace.common.Retry;
import dev.millrace.common.SequenceNumbers;
import dev.millrace.common.Sleeper;
import dev.millrace.common.UserRecord;
import dev.millrace.common.UserRecords;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/// Forwards the trips of a Kinesis batch to Firehose, one JSON object per line.
///
/// Whatever is not a usable trip is left out and counted by reason. A trip too large for Firehose
/// stops the batch: by report, the trips before it are delivered and its sequence number is
/// answered; by throwing, nothing is delivered.
public final class FirehoseForwarderHandler
    implements RequestHandler<KinesisEvent, StreamsEventResponse> {

  private final FirehoseForwarderConfig config;
  private final DeliverySink sink;
  private final InstantSource clock;

  /// Called by Lambda, once per execution environment.
  public FirehoseForwarderHandler() {
    this(FirehoseForwarderConfig.from(new Env(System.getenv())));
  }

  private FirehoseForwarderHandler(FirehoseForwarderConfig config) {
    this(
        config,
        new FirehoseDeliverySink(
            FirehoseDeliverySink.client(),
            config.deliveryStream(),
            // unlike Random, not the same in every environment restored from one snapshot
            new Retry(config.backoff(), new SecureRandom(), Sleeper.THREAD)),
        InstantSource.system());
  }

  FirehoseForwarderHandler(FirehoseForwarderConfig config, DeliverySink sink, InstantSource clock) {
    this.config = config;
    this.sink = sink;
    this.clock = clock;
  }

  @Override
  public StreamsEventResponse handleRequest(KinesisEvent event, Context context) {
    var log = new BatchLog("firehose-forwarder", clock);
    try {
      var records = UserRecords.of(event);
      var outcome = process(records, Deadline.of(context, config.margin()), log);
      log.outcome(outcome).failed(config.failures().redelivered(outcome, records));
      return config.failures().end(outcome);
    } catch (RuntimeException e) {
      log.error(e);
      throw e;
    } finally {
      log.write(context.getLogger());
    }
  }

  private BatchOutcome process(List<UserRecord> records, Deadline deadline, BatchLog log) {
    log.records(records.size());
    records.forEach(record -> log.seen(record.sequenceNumber(), record.arrival()));
    var batch = DeliveryBatch.of(records);
    batch.spurious().forEach(reason -> log.skipped(reason.text()));
    return switch (batch.end()) {
      case BatchOutcome.Complete() -> deliver(batch.records(), deadline, log);
      case BatchOutcome.StoppedAt(_, var poison) -> {
        log.poison(String.valueOf(poison.getMessage()));
        yield config.failures() == FailureMode.THROW
            ? batch.end()
            : deliver(batch.records(), deadline, log).orEarlier(batch.end());
      }
    };
  }

  private BatchOutcome deliver(List<DeliveryRecord> records, Deadline deadline, BatchLog log) {
    if (records.isEmpty()) {
      return BatchOutcome.complete();
    }
    try {
      var result = sink.put(records, deadline);
      log.retries(result.retries()).written(records.size() - result.left().size());
      return result.left().isEmpty()
          ? BatchOutcome.complete()
          : BatchOutcome.stoppedAt(
              lowest(result.left()), result.failure("trips to " + config.deliveryStream()));
    } catch (PipelineException e) {
      return BatchOutcome.stoppedAt(lowest(records), e);
    }
  }

  private static String lowest(List<DeliveryRecord> records) {
    return records.stream()
        .map(DeliveryRecord::lowestSource)
        .min(SequenceNumbers.ORDER)
        .orElseThrow();
  }
}
