package dev.millrace.sensor;

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
import dev.millrace.common.Sleeper;
import dev.millrace.common.UserRecord;
import dev.millrace.common.UserRecords;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/// Keeps every reading of a Kinesis batch.
///
/// A record that is no reading stops the batch. By report, what came before it is written, its
/// sequence number is answered, and nothing after it is touched; by throwing, nothing is written.
/// Either way Lambda's own limits decide when the record goes to the failure destination.
public final class SensorPersisterHandler
    implements RequestHandler<KinesisEvent, StreamsEventResponse> {

  private final SensorPersisterConfig config;
  private final ReadingSink sink;
  private final InstantSource clock;

  /// Called by Lambda, once per execution environment.
  public SensorPersisterHandler() {
    this(SensorPersisterConfig.from(new Env(System.getenv())));
  }

  private SensorPersisterHandler(SensorPersisterConfig config) {
    this(
        config,
        new DynamoReadingSink(
            DynamoReadingSink.client(),
            config.table(),
            // unlike Random, not the same in every environment restored from one snapshot
            new Retry(config.backoff(), new SecureRandom(), Sleeper.THREAD)),
        InstantSource.system());
  }

  SensorPersisterHandler(SensorPersisterConfig config, ReadingSink sink, InstantSource clock) {
    this.config = config;
    this.sink = sink;
    this.clock = clock;
  }

  @Override
  public StreamsEventResponse handleRequest(KinesisEvent event, Context context) {
    var log = new BatchLog("sensor-persister", clock);
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
    var batch = SensorBatch.of(records);
    return switch (batch.end()) {
      case BatchOutcome.Complete() -> write(batch, deadline, log);
      case BatchOutcome.StoppedAt(_, var poison) -> {
        log.poison(String.valueOf(poison.getMessage()));
        yield config.failures() == FailureMode.THROW
            ? batch.end()
            : write(batch, deadline, log).orEarlier(batch.end());
      }
    };
  }

  private BatchOutcome write(SensorBatch batch, Deadline deadline, BatchLog log) {
    var readings = batch.readings();
    if (readings.isEmpty()) {
      return BatchOutcome.complete();
    }
    try {
      var result = sink.put(readings, deadline);
      log.retries(result.retries()).written(readings.size() - result.left().size());
      return result.left().isEmpty()
          ? BatchOutcome.complete()
          : BatchOutcome.stoppedAt(
              batch.lowest(result.left()), result.failure("readings to " + config.table()));
    } catch (PipelineException e) {
      return BatchOutcome.stoppedAt(batch.lowest(readings), e);
    }
  }
}
