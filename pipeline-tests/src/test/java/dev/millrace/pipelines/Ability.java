package dev.millrace.pipelines;

/// What not every backend can do, so that some checks are made without it, or not at all.
enum Ability {
  /// Firehose evaluates the expressions in prefixes.
  PREFIXES,
  /// Firehose puts a delimiter after each record.
  DELIMITERS,
  /// Firehose converts JSON to Parquet, by a table of Glue.
  PARQUET
}
