package dev.millrace.local.firehose;

import dev.millrace.local.firehose.format.FailureDocument;
import dev.millrace.local.firehose.format.FailureDocument.CatalogTable;
import dev.millrace.local.firehose.format.FormatConversion.Failed;
import dev.millrace.local.glue.GlueServer;
import dev.millrace.local.time.StackClock;
import java.io.ByteArrayOutputStream;
import java.util.List;

/// Converts batches by the Glue table as it is at that moment.
record Converter(Conversion conversion, GlueServer glue, String region, StackClock clock) {

  /// Conversion is never tried twice: the same record fails in the same way.
  private static final int ATTEMPTS = 1;

  /// What becomes of a batch; either may be empty.
  ///
  /// @param failures a document for each record that was not converted
  record Converted(byte[] file, byte[] failures) {}

  /// @throws dev.millrace.local.gateway.AwsException if the table cannot be used
  Converted convert(Batch batch) {
    var target = conversion.toTable(glue, region);
    var converted =
        target.conversion().convert(batch.records().stream().map(FirehoseRecord::data).toList());
    return new Converted(converted.file(), documents(target.table(), batch, converted.failed()));
  }

  private byte[] documents(CatalogTable table, Batch batch, List<Failed> failures) {
    var document = new FailureDocument(table, ATTEMPTS, clock.instant());
    var lines = new ByteArrayOutputStream();
    for (var failed : failures) {
      lines.writeBytes(document.line(failed, source(batch.records().get(failed.index()))));
    }
    return lines.toByteArray();
  }

  private static FailureDocument.Source source(FirehoseRecord record) {
    var origin = record.origin();
    return new FailureDocument.Source(
        record.data(),
        record.arrival(),
        origin == null ? null : origin.sequenceNumber(),
        origin == null ? null : origin.subSequenceNumber());
  }
}
