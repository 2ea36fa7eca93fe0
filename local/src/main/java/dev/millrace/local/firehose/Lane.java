package dev.millrace.local.firehose;

import dev.millrace.local.firehose.prefix.ErrorOutput;
import dev.millrace.local.firehose.prefix.PartitionKeys;

/// What records have in common that may be in one batch.
sealed interface Lane {

  /// They wait for the processors.
  record Intake() implements Lane {}

  /// They are delivered to one partition.
  record Data(PartitionKeys keys) implements Lane {

    /// The one there is without dynamic partitioning.
    static final Data WHOLE = new Data(PartitionKeys.NONE);
  }

  /// They are failure documents.
  record Failures(ErrorOutput why) implements Lane {}

  /// They are kept as they came.
  record Backup() implements Lane {}
}
