package dev.millrace.common;

import dev.millrace.common.BatchOutcome.Complete;
import dev.millrace.common.BatchOutcome.StoppedAt;
import dev.millrace.common.KinesisBatches.Decoder;
import dev.millrace.common.KinesisBatches.Entry;
import dev.millrace.common.KinesisBatches.Writer;
import java.util.ArrayList;
import java.util.List;

/// One batch on its way through a function.
final class BatchRun<T> {

  private final Decoder<T> decoder;
  private final Writer<T> writer;
  private final Quarantine quarantine;
  private final Deadline deadline;
  private final BatchLog log;

  /// What was read and is not yet written.
  private final List<Entry<T>> pending = new ArrayList<>();

  BatchRun(
      Decoder<T> decoder,
      Writer<T> writer,
      Quarantine quarantine,
      Deadline deadline,
      BatchLog log) {
    this.decoder = decoder;
    this.writer = writer;
    this.quarantine = quarantine;
    this.deadline = deadline;
    this.log = log;
  }

  /// Does everything in the order of the stream, up to the first thing that fails.
  BatchOutcome inOrder(List<UserRecord> records) {
    for (var record : records) {
      switch (decoder.decode(record)) {
        case Decoded.Valid(var value) -> pending.add(new Entry<>(record, value));
        case Decoded.Malformed(var reason) -> {
          if (passBy(new PoisonRecord(record, reason)) instanceof StoppedAt stop) {
            return stop;
          }
        }
      }
    }
    return write(pending);
  }

  /// Writes what can be written and keeps what poison can be kept, whatever else fails.
  BatchOutcome everything(List<UserRecord> records) {
    var poison = read(records);
    var outcome = write(pending);
    for (var record : poison) {
      outcome = outcome.orEarlier(keep(record));
    }
    return outcome;
  }

  /// Writes only if there is no poison that stops the batch.
  BatchOutcome poisonFirst(List<UserRecord> records) {
    for (var record : read(records)) {
      if (keep(record) instanceof StoppedAt stop) {
        return stop;
      }
    }
    return write(pending);
  }

  /// Answers the poison among the records.
  private List<PoisonRecord> read(List<UserRecord> records) {
    var poison = new ArrayList<PoisonRecord>();
    for (var record : records) {
      switch (decoder.decode(record)) {
        case Decoded.Valid(var value) -> pending.add(new Entry<>(record, value));
        case Decoded.Malformed(var reason) -> poison.add(new PoisonRecord(record, reason));
      }
    }
    return poison;
  }

  /// Does what came before a poison record, then the record itself.
  ///
  /// What came before it in the same aggregate waits: if the batch stops here, all of the aggregate
  /// comes again.
  private BatchOutcome passBy(PoisonRecord poison) {
    var aggregate = poison.record().sequenceNumber();
    var before =
        pending.stream().filter(e -> !e.record().sequenceNumber().equals(aggregate)).toList();
    return switch (write(before)) {
      case StoppedAt stop -> stop;
      case Complete() -> {
        pending.removeAll(before);
        yield keep(poison);
      }
    };
  }

  private BatchOutcome write(List<Entry<T>> entries) {
    return entries.isEmpty() ? BatchOutcome.complete() : writer.write(entries, deadline, log);
  }

  private BatchOutcome keep(PoisonRecord poison) {
    log.poison(poison.reason());
    try {
      log.retries(quarantine.keep(poison, deadline)).quarantined(1);
      return BatchOutcome.complete();
    } catch (PipelineException e) {
      return BatchOutcome.stoppedAt(poison.record().sequenceNumber(), e);
    }
  }
}
