package dev.millrace.local.firehose;

import java.time.Instant;
import java.util.List;

/// Records that are processed together, or become one object.
///
/// @param number counts the batches of one queue from 0
/// @param bytes with delimiters
/// @param oldest when the oldest record arrived
record Batch(long number, Lane lane, List<FirehoseRecord> records, long bytes, Instant oldest) {}
