package dev.millrace.sensor;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.millrace.aws.AwsClients;
import dev.millrace.aws.S3QuarantineSink;
import dev.millrace.common.BatchLog;
import dev.millrace.common.BatchOutcome;
import dev.millrace.common.Calls;
import dev.millrace.common.Deadline;
import dev.millrace.common.Env;
import dev.millrace.common.EventReader;
import dev.millrace.common.KinesisBatches;
import dev.millrace.common.KinesisBatches.Entry;
import dev.millrace.common.Quarantine;
import dev.millrace.common.Retry;
import dev.millrace.common.SampleEvents;
import dev.millrace.common.Sleeper;
import dev.millrace.common.Snapshots;
import dev.millrace.common.Soon;
import dev.millrace.common.StreamHandler;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Keeps every reading of a Kinesis batch.
///
/// A record that is no reading is poison: it stops the batch, so that Lambda's own limits decide
/// when it goes to the failure destination, or it is kept in a quarantine and passed by. What is
/// done twice, because a batch comes again, changes nothing.
public final class SensorPersisterHandler
    extends StreamHandler<KinesisEvent, StreamsEventResponse> {

  private static final String SAMPLE =
      """
      {"Name":"Shadowfax","StatusTime":"2017-06-05 09:17:08.189","Latitude":42.26,"Longitude":-71.97,\
      "Distance":175,"MagicPoints":110,"HealthPoints":150}\
      """;

  private final KinesisBatches<Reading> batches;
  private final Supplier<? extends ReadingSink> sink;

  /// Called by Lambda, once per execution environment.
  public SensorPersisterHandler() {
    this(SensorPersisterConfig.from(new Env(System.getenv())));
  }

  private SensorPersisterHandler(SensorPersisterConfig config) {
    // unlike Random, not the same in every environment restored from one snapshot
    var retry = new Retry(config.backoff(), new SecureRandom(), Sleeper.THREAD);
    var settings = config.batches();
    this(
        config,
        Soon.of(() ->
            new DynamoReadingSink(
                AwsClients.build(DynamoDbClient.builder()),
                config.table(),
                Calls.of(retry, settings.ordered()))),
        S3QuarantineSink.of(settings.poison(), settings.function(), retry),
        InstantSource.system());
    Snapshots.rehearse(this::rehearse);
  }

  SensorPersisterHandler(
      SensorPersisterConfig config,
      Supplier<? extends ReadingSink> sink,
      Quarantine quarantine,
      InstantSource clock) {
    super(EventReader::kinesis);
    this.sink = sink;
    this.batches =
        new KinesisBatches<>(
            config.batches(),
            record -> ReadingDecoder.decode(record.data()),
            this::write,
            quarantine,
            clock);
  }

  @Override
  public StreamsEventResponse handleRequest(KinesisEvent event, Context context) {
    return batches.handle(event, context);
  }

  private void rehearse() {
    rehearse(SampleEvents.kinesis(SAMPLE), batches::rehearse);
    sink.get().rehearse();
  }

  private BatchOutcome write(List<Entry<Reading>> entries, Deadline deadline, BatchLog log) {
    var batch = SensorBatch.of(entries);
    var readings = batch.readings();
    var progress = sink.get().put(readings, deadline);
    log.retries(progress.retries()).written(readings.size() - progress.left().size());
    return progress.outcome(batch::lowest);
  }
}
