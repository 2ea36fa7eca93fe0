package dev.millrace.forwarder;

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
import software.amazon.awssdk.services.firehose.FirehoseClient;

/// Forwards the trips of a Kinesis batch to Firehose, one JSON object per line.
///
/// Whatever is not a usable trip is left out and counted by reason. A trip too large for Firehose
/// is poison: it stops the batch, so that Lambda's own limits decide when it goes to the failure
/// destination, or it is kept in a quarantine and passed by.
///
/// Every other trip is delivered at least once. It is delivered twice if the answer of a call was
/// lost, if Lambda repeats a batch, or if it came after the record that was reported, which it does
/// when trips before it in the same call were refused, and wherever the batch is not ordered.
public final class FirehoseForwarderHandler
    extends StreamHandler<KinesisEvent, StreamsEventResponse> {

  private static final String SAMPLE =
      """
      {"type":"trip","trip_id":1,"vendorId":1,"pickup_latitude":40.76,"pickup_longitude":-73.98,\
      "dropoff_latitude":40.75,"dropoff_longitude":-73.97,"trip_distance":1.5,"passengerCount":2}\
      """;

  private final FirehoseForwarderConfig config;
  private final KinesisBatches<Verdict> batches;
  private final Supplier<? extends DeliverySink> sink;

  /// Called by Lambda, once per execution environment.
  public FirehoseForwarderHandler() {
    this(FirehoseForwarderConfig.from(new Env(System.getenv())));
  }

  private FirehoseForwarderHandler(FirehoseForwarderConfig config) {
    // unlike Random, not the same in every environment restored from one snapshot
    var retry = new Retry(config.backoff(), new SecureRandom(), Sleeper.THREAD);
    var settings = config.batches();
    this(
        config,
        Soon.of(() ->
            new FirehoseDeliverySink(
                AwsClients.build(FirehoseClient.builder()),
                config.deliveryStream(),
                Calls.of(retry, settings.ordered()))),
        S3QuarantineSink.of(settings.poison(), settings.function(), retry),
        InstantSource.system());
    Snapshots.rehearse(this::rehearse);
  }

  FirehoseForwarderHandler(
      FirehoseForwarderConfig config,
      Supplier<? extends DeliverySink> sink,
      Quarantine quarantine,
      InstantSource clock) {
    super(EventReader::kinesis);
    var decoder = new TripDecoder(config.maxRecordBytes());
    this.config = config;
    this.sink = sink;
    this.batches =
        new KinesisBatches<>(
            config.batches(),
            record -> decoder.decode(record.data()),
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

  private BatchOutcome write(List<Entry<Verdict>> entries, Deadline deadline, BatchLog log) {
    var batch = DeliveryBatch.of(entries, config.packing(), config.maxRecordBytes());
    batch.spurious().forEach(reason -> log.skipped(reason.text()));
    if (batch.records().isEmpty()) {
      return BatchOutcome.complete();
    }
    var progress = sink.get().put(batch.records(), deadline);
    log.retries(progress.retries())
        .written(DeliveryBatch.trips(batch.records()) - DeliveryBatch.trips(progress.left()));
    return progress.outcome(DeliveryBatch::lowest);
  }
}
