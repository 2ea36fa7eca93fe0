package dev.millrace.local.firehose;

import java.time.Instant;
import java.util.List;

/// Records that become one object.
///
/// @param number counts the delivery stream's batches from 0
/// @param bytes with delimiters
/// @param oldest when the oldest record arrived
record Batch(long number, List<FirehoseRecord> records, long bytes, Instant oldest) {}
