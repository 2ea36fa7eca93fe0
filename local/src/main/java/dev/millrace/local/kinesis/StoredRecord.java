package dev.millrace.local.kinesis;

import static java.nio.charset.StandardCharsets.UTF_8;

/// A record as a shard keeps it; its place in the log is not repeated here.
///
/// @param arrivalMillis milliseconds since 1970
record StoredRecord(long arrivalMillis, String partitionKey, byte[] data) {

  /// What counts against size limits: the payload and the key.
  long size() {
    return size(partitionKey, data);
  }

  static long size(String partitionKey, byte[] data) {
    return (long) data.length + partitionKey.getBytes(UTF_8).length;
  }
}
