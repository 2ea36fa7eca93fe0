package dev.millrace.local.kinesis;

/// Who decides how many shards a stream has.
enum StreamMode {
  PROVISIONED,
  ON_DEMAND;

  /// The mode as the API wraps it.
  record Details(StreamMode streamMode) {}

  Details details() {
    return new Details(this);
  }
}
