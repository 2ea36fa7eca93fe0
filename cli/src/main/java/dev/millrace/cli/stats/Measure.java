package dev.millrace.cli.stats;

import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;

/// A metric of AWS's services, and how the values of its minutes are one.
enum Measure {
  RECORDS_IN("AWS/Kinesis", "IncomingRecords", "StreamName", Statistic.Sum),
  BYTES_IN("AWS/Kinesis", "IncomingBytes", "StreamName", Statistic.Sum),
  RECORDS_OUT("AWS/Kinesis", "GetRecords.Records", "StreamName", Statistic.Sum),
  BYTES_OUT("AWS/Kinesis", "GetRecords.Bytes", "StreamName", Statistic.Sum),
  WRITES_THROTTLED(
      "AWS/Kinesis", "WriteProvisionedThroughputExceeded", "StreamName", Statistic.Sum),
  INVOCATIONS("AWS/Lambda", "Invocations", "FunctionName", Statistic.Sum),
  ERRORS("AWS/Lambda", "Errors", "FunctionName", Statistic.Sum),
  TOTAL_DURATION("AWS/Lambda", "Duration", "FunctionName", Statistic.Sum),
  DURATIONS("AWS/Lambda", "Duration", "FunctionName", Statistic.SampleCount),
  ITERATOR_AGE("AWS/Lambda", "IteratorAge", "FunctionName", Statistic.Maximum),
  DELIVERY_IN("AWS/Firehose", "IncomingRecords", "DeliveryStreamName", Statistic.Sum);

  private final String namespace;
  private final String metricName;
  private final String dimension;
  private final Statistic statistic;

  Measure(String namespace, String metricName, String dimension, Statistic statistic) {
    this.namespace = namespace;
    this.metricName = metricName;
    this.dimension = dimension;
    this.statistic = statistic;
  }

  /// AWS's own names.
  private enum Statistic {
    Sum,
    SampleCount,
    Maximum
  }

  String statistic() {
    return statistic.name();
  }

  Metric of(String resource) {
    return Metric.builder()
        .namespace(namespace)
        .metricName(metricName)
        .dimensions(Dimension.builder().name(dimension).value(resource).build())
        .build();
  }

  double of(double earlier, double later) {
    return statistic == Statistic.Maximum ? Math.max(earlier, later) : earlier + later;
  }
}
