package dev.millrace.local.firehose;

/// Where a delivery stream's records come from, as AWS spells it.
enum DeliveryStreamType {
  DirectPut,
  KinesisStreamAsSource,
  MSKAsSource,
  DatabaseAsSource
}
