package dev.millrace.forwarder;

/// How lines become records of Firehose, which bills a record in steps of 5 KB.
enum Packing {
  /// Every line is a record: right for every destination.
  NONE,
  /// As many lines to a record as it holds: right where records are concatenated, as in objects of
  /// S3, and where a record may hold several JSON objects, as AWS says of the conversion to Parquet
  /// or ORC. Dynamic partitioning has to take records apart first, and takes 500 lines at most; a
  /// function that transforms records, and OpenSearch, get them packed.
  LINES
}
