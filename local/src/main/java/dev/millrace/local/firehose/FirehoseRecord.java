package dev.millrace.local.firehose;

import java.time.Instant;

/// A record to be delivered.
///
/// @param arrival when the delivery stream, or the Kinesis stream before it, took the record
record FirehoseRecord(byte[] data, Instant arrival) {}
