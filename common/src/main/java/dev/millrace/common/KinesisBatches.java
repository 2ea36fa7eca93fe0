package dev.millrace.common;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.time.InstantSource;
import java.util.List;

/// Takes the batches of a Kinesis stream through a function that reads each record and writes what
/// it holds: one answer and one log line a batch.
///
/// - A batch that is reported and ordered is done up to the first record that fails, and nothing
///   after it is touched. An aggregate of the KPL counts as one record.
/// - If it is not ordered, everything is tried, and the lowest record that failed is reported: what
///   was done after it is done again.
/// - A batch that fails by throwing comes again whole, so nothing of it is written if it holds
///   poison that stops it.
///
/// @param <T> what a record holds
public final class KinesisBatches<T> {

  /// Reads a record.
  @FunctionalInterface
  public interface Decoder<T> {
    Decoded<T> decode(UserRecord record);
  }

  /// Writes what records hold.
  @FunctionalInterface
  public interface Writer<T> {

    /// Does at least all that comes before the stop that it answers.
    ///
    /// @param entries one or more, in the order of the stream
    BatchOutcome write(List<Entry<T>> entries, Deadline deadline, BatchLog log);
  }

  /// What a record holds.
  public record Entry<T>(UserRecord record, T value) {}

  private final BatchSettings settings;
  private final Decoder<T> decoder;
  private final Writer<T> writer;
  private final Quarantine quarantine;
  private final InstantSource clock;

  public KinesisBatches(
      BatchSettings settings,
      Decoder<T> decoder,
      Writer<T> writer,
      Quarantine quarantine,
      InstantSource clock) {
    this.settings = settings;
    this.decoder = decoder;
    this.writer = writer;
    this.quarantine = quarantine;
    this.clock = clock;
  }

  /// Does what an invocation asks for.
  ///
  /// @throws PipelineException if the batch stopped and is to fail by throwing
  public StreamsEventResponse handle(KinesisEvent event, Context context) {
    var log = new BatchLog(settings.function(), clock);
    try {
      var records = UserRecords.of(event);
      var outcome = process(records, Deadline.of(context, settings.margin()), log);
      log.outcome(outcome).failed(settings.failures().redelivered(outcome, records));
      return settings.failures().end(outcome);
    } catch (RuntimeException e) {
      log.error(e);
      throw e;
    } finally {
      log.write(context.getLogger());
    }
  }

  /// Reads the records of an event, and does no more.
  public StreamsEventResponse rehearse(KinesisEvent event) {
    var log = new BatchLog(settings.function(), clock);
    for (var record : UserRecords.of(event)) {
      log.seen(record.sequenceNumber(), record.arrival());
      decoder.decode(record);
    }
    return settings.failures().end(BatchOutcome.complete());
  }

  private BatchOutcome process(List<UserRecord> records, Deadline deadline, BatchLog log) {
    log.records(records.size());
    records.forEach(record -> log.seen(record.sequenceNumber(), record.arrival()));
    var run = new BatchRun<>(decoder, writer, quarantine, deadline, log);
    return switch (settings.failures()) {
      case THROW -> run.poisonFirst(records);
      case REPORT -> settings.ordered() ? run.inOrder(records) : run.everything(records);
    };
  }
}
