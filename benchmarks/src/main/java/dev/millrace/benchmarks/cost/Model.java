package dev.millrace.benchmarks.cost;

import dev.millrace.benchmarks.cost.Prices.Good;

/// What a million records cost: from work that was counted, prices, and a few assumptions.
final class Model {

  static final double MILLION = 1e6;

  private static final double GB = 1 << 30;
  private static final double MB = 1 << 20;
  private static final double KB = 1024;

  private final Inputs inputs;

  Model(Inputs inputs) {
    this.inputs = inputs;
  }

  Prices prices() {
    return inputs.prices();
  }

  /// A function's invocations, its time, what it writes to DynamoDB and prints. What it puts to
  /// Kinesis and Firehose is theirs.
  ///
  /// @param atOnce how many calls it makes side by side
  Bill function(String job, int atOnce) {
    var work = work(job);
    var calls = work.perMillion(work.calls()) / atOnce;
    return function(work, calls).add(Good.DYNAMODB_WRITE_UNITS, work.perMillion(work.writeUnits()));
  }

  /// A function that computes as much for a record, but makes other calls, one after the other;
  /// what they write is not in it.
  ///
  /// @param calls for a million records
  Bill functionCalling(String job, double calls) {
    return function(work(job), calls);
  }

  private Bill function(Work work, double calls) {
    var assumed = inputs.assumptions();
    var share = (double) assumed.memoryMb() / assumed.vcpuMemoryMb();
    var seconds = work.cpuMicros() / share + calls * assumed.callMillis() / 1000;
    var invocations = work.perMillion(work.invocations());
    var logged = work.perMillion(work.logBytes()) + invocations * assumed.platformLogBytes();
    return new Bill()
        .add(Good.LAMBDA_REQUESTS, invocations)
        .add(Good.LAMBDA_GB_SECONDS, seconds * assumed.memoryMb() / KB)
        .add(Good.LOG_GB, logged / GB);
  }

  /// A stream in provisioned mode that takes them, in records of so many bytes.
  Bill provisioned(double records, int bytes) {
    return new Bill()
        .add(Good.KINESIS_SHARD_HOURS, shardHours(records))
        .add(Good.KINESIS_PUT_UNITS, records * Billing.steps(bytes, 25 * 1024));
  }

  /// A stream in on-demand mode, as busy.
  Bill onDemand(double records, int bytes, int readers) {
    return new Bill()
        .add(Good.KINESIS_STREAM_HOURS, shardHours(records))
        .add(Good.KINESIS_GB_IN, records * Billing.steps(bytes, 1024) * KB / GB)
        .add(Good.KINESIS_GB_OUT, readers * records * bytes / GB);
  }

  /// A consumer with enhanced fan-out.
  Bill fanOut(double records, int bytes) {
    return new Bill()
        .add(Good.FAN_OUT_SHARD_HOURS, shardHours(records))
        .add(Good.FAN_OUT_GB, records * bytes / GB);
  }

  private double shardHours(double records) {
    return records / inputs.assumptions().recordsPerShardSecond() / 3600;
  }

  /// Delivery of a stream's records as they are.
  Bill deliveryOfStream(double records, int bytes) {
    return new Bill()
        .add(Good.FIREHOSE_GB, records * Billing.steps(bytes, 5 * 1024) * 5 * KB / GB)
        .add(Good.S3_PUTS, records * bytes / (inputs.assumptions().objectMb() * MB));
  }

  /// Delivery and conversion of what a function put.
  Bill conversion(String job, int bytes) {
    var work = work(job);
    var billed = work.perMillion(work.of("PutRecordBatch").bytes()) / GB;
    return new Bill()
        .add(Good.FIREHOSE_GB, billed)
        .add(Good.FIREHOSE_CONVERSION_GB, billed)
        .add(Good.S3_PUTS, MILLION * bytes / (inputs.assumptions().parquetObjectMb() * MB));
  }

  Work work(String job) {
    return inputs.measured().work(job);
  }
}
