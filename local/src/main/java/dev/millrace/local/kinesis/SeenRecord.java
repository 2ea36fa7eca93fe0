package dev.millrace.local.kinesis;

import java.time.Instant;

/// A record of a shard, looked at without being read: no quota and no metric counts it.
///
/// @param sequenceNumber its place in the shard
/// @param arrival when the stream took it
/// @param data its payload, not to be changed
public record SeenRecord(
    String sequenceNumber, Instant arrival, String partitionKey, byte[] data) {}
