package dev.millrace.local.rules;

/// A part of the page of rules.
enum Section {
  SETTINGS("Settings and their limits"),
  CHANGES("Making, changing and watching a mapping"),
  READING("Reading and batching"),
  PARALLEL("Several batches of a shard at a time (`ParallelizationFactor`)"),
  SHARDS("Shards that split and merge"),
  FAN_OUT("Enhanced fan-out"),
  POSITIONS("After a restart (`--data`)"),
  KINESIS_EVENT("The event of a Kinesis stream"),
  DYNAMODB_EVENT("The event of a DynamoDB stream"),
  RETRIES("Failures and retries"),
  AGE("Records that are too old"),
  REPORTS("Partial reports (`ReportBatchItemFailures`)"),
  BISECT("Splitting a failed batch (`BisectBatchOnFunctionError`)"),
  DESTINATIONS("Failure destinations"),
  WINDOWS("Tumbling windows"),
  FILTERS("Filters");

  private final String title;

  Section(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
