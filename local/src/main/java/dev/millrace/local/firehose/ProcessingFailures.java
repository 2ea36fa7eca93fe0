package dev.millrace.local.firehose;

import dev.millrace.local.firehose.prefix.ErrorOutput;
import dev.millrace.local.firehose.transform.TransformFailure;
import dev.millrace.local.firehose.transform.TransformRecord;
import dev.millrace.local.firehose.transform.Transformed.Failed;
import java.time.Instant;
import java.util.Optional;

/// Makes the documents of records that no processor could do anything with.
final class ProcessingFailures {

  static final String PARTITIONING = "DynamicPartitioning.MetadataExtractionFailed";

  private static final Lane LANE = new Lane.Failures(ErrorOutput.PROCESSING_FAILED);

  private ProcessingFailures() {}

  /// The document of a record, on its way to the error prefix.
  static Placed of(FirehoseRecord record, Failed failed, Instant now) {
    return of(record, failed, new TransformFailure(Optional.empty(), 1, now));
  }

  static Placed of(FirehoseRecord record, Failed failed, TransformFailure document) {
    var item = new TransformRecord("", record.data(), record.arrival(), Optional.empty());
    return new Placed(LANE, record.with(document.line(failed, item)));
  }
}
