package dev.millrace.forwarder;

/// How lines become records of Firehose, which bills a record in steps of 5 KB.
enum Packing {
  /// Every line is a record: right for every destination.
  NONE,
  /// As many lines to a record as it holds: right where records are concatenated, as in objects of
  /// S3, and where a record may hold several JSON objects, as in the conversion to Parquet or ORC.
  LINES
}
