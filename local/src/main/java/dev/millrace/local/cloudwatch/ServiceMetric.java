package dev.millrace.local.cloudwatch;

import java.util.List;

/// The metrics that the services of the stack publish, under AWS's own names.
public enum ServiceMetric {
  LAMBDA_INVOCATIONS("AWS/Lambda", "Invocations", "FunctionName", "Count"),
  LAMBDA_ERRORS("AWS/Lambda", "Errors", "FunctionName", "Count"),
  LAMBDA_THROTTLES("AWS/Lambda", "Throttles", "FunctionName", "Count"),
  LAMBDA_DURATION("AWS/Lambda", "Duration", "FunctionName", "Milliseconds"),
  LAMBDA_ITERATOR_AGE("AWS/Lambda", "IteratorAge", "FunctionName", "Milliseconds"),
  KINESIS_INCOMING_RECORDS("AWS/Kinesis", "IncomingRecords", "StreamName", "Count"),
  KINESIS_INCOMING_BYTES("AWS/Kinesis", "IncomingBytes", "StreamName", "Bytes"),
  KINESIS_WRITE_THROTTLED(
      "AWS/Kinesis", "WriteProvisionedThroughputExceeded", "StreamName", "Count"),
  KINESIS_READ_RECORDS("AWS/Kinesis", "GetRecords.Records", "StreamName", "Count"),
  KINESIS_READ_BYTES("AWS/Kinesis", "GetRecords.Bytes", "StreamName", "Bytes"),
  KINESIS_READ_AGE(
      "AWS/Kinesis", "GetRecords.IteratorAgeMilliseconds", "StreamName", "Milliseconds"),
  KINESIS_READ_THROTTLED("AWS/Kinesis", "ReadProvisionedThroughputExceeded", "StreamName", "Count"),
  FIREHOSE_INCOMING_RECORDS("AWS/Firehose", "IncomingRecords", "DeliveryStreamName", "Count");

  private final String namespace;
  private final String metricName;
  private final String dimension;
  private final String unit;

  ServiceMetric(String namespace, String metricName, String dimension, String unit) {
    this.namespace = namespace;
    this.metricName = metricName;
    this.dimension = dimension;
    this.unit = unit;
  }

  Metric of(String resource) {
    return new Metric(namespace, metricName, List.of(new Dimension(dimension, resource)));
  }

  String unit() {
    return unit;
  }
}
