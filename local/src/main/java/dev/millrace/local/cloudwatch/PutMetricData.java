package dev.millrace.local.cloudwatch;

import dev.millrace.local.gateway.AwsAction.NoResult;
import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/// Takes the values of metrics: all of them, or none if one breaks a rule.
///
/// Deviates from AWS: values of a high resolution are kept by the minute, too; there are no
/// entities.
final class PutMetricData {

  static final Duration PAST = Duration.ofDays(14);
  static final Duration FUTURE = Duration.ofHours(2);

  private static final int MOST_DATA = 1_000;
  private static final int MOST_VALUES = 150;

  private PutMetricData() {}

  record Request(String namespace, List<Datum> metricData) {}

  record Datum(
      String metricName,
      @Nullable List<Dimension> dimensions,
      @Nullable Instant timestamp,
      @Nullable Double value,
      @Nullable StatisticSet statisticValues,
      @Nullable List<Double> values,
      @Nullable List<Double> counts,
      @Nullable String unit,
      @Nullable Integer storageResolution) {}

  record StatisticSet(double sampleCount, double sum, double minimum, double maximum) {}

  static NoResult apply(MetricStore store, Request request) {
    if (request.namespace().isEmpty() || request.namespace().length() > 255) {
      throw Refusal.value("Namespace must have 1 to 255 characters, was %s", request.namespace());
    }
    if (request.namespace().startsWith("AWS/")) {
      throw Refusal.value(
          "The value AWS/ for parameter Namespace is invalid, was %s", request.namespace());
    }
    if (request.metricData().isEmpty() || request.metricData().size() > MOST_DATA) {
      throw Refusal.value(
          "MetricData must have 1 to %d elements, had %d", MOST_DATA, request.metricData().size());
    }
    var now = store.now();
    request.metricData().forEach(datum -> check(datum, now));
    request.metricData().forEach(datum -> add(store, request.namespace(), datum, now));
    return new NoResult();
  }

  private static void check(Datum datum, Instant now) {
    var name = datum.metricName();
    Units.check(datum.unit());
    if (name.isEmpty() || name.length() > 255) {
      throw Refusal.value("MetricName must have 1 to 255 characters, was %s", name);
    }
    if (datum.dimensions() != null && datum.dimensions().size() > Metric.MOST_DIMENSIONS) {
      throw Refusal.value(
          "Metric %s must have at most %d dimensions, had %d",
          name, Metric.MOST_DIMENSIONS, datum.dimensions().size());
    }
    var time = datum.timestamp();
    if (time != null && (time.isBefore(now.minus(PAST)) || time.isAfter(now.plus(FUTURE)))) {
      throw Refusal.value(
          "The Timestamp of metric %s must lie within two weeks before and two hours after %s, was"
              + " %s",
          name, now, time);
    }
    var resolution = datum.storageResolution();
    if (resolution != null && resolution != 1 && resolution != 60) {
      throw Refusal.value("StorageResolution must be 1 or 60, was %d", resolution);
    }
    checkValues(datum);
  }

  private static void checkValues(Datum datum) {
    var name = datum.metricName();
    var values = datum.values();
    var counts = datum.counts();
    var given =
        (datum.value() == null ? 0 : 1)
            + (datum.statisticValues() == null ? 0 : 1)
            + (values == null ? 0 : 1);
    if (given != 1) {
      throw Refusal.combination(
          "Metric %s must have one of Value, Values and StatisticValues, had %d", name, given);
    }
    if (values != null && (values.isEmpty() || values.size() > MOST_VALUES)) {
      throw Refusal.value(
          "Values of metric %s must have 1 to %d elements, had %d",
          name, MOST_VALUES, values.size());
    }
    if (counts != null && (values == null || counts.size() != values.size())) {
      throw Refusal.combination("Metric %s must have as many Counts as Values", name);
    }
    if (!numbers(datum).allMatch(Double::isFinite)) {
      throw Refusal.value("Metric %s must have finite values only", name);
    }
  }

  private static DoubleStream numbers(Datum datum) {
    var value = datum.value();
    var values = datum.values();
    var set = datum.statisticValues();
    return DoubleStream.concat(
        value == null ? DoubleStream.empty() : DoubleStream.of(value),
        values == null
            ? set == null
                ? DoubleStream.empty()
                : DoubleStream.of(set.sampleCount(), set.sum(), set.minimum(), set.maximum())
            : values.stream().mapToDouble(Double::doubleValue));
  }

  private static void add(MetricStore store, String namespace, Datum datum, Instant now) {
    var metric = Metric.of(namespace, datum.metricName(), datum.dimensions());
    var unit = Objects.requireNonNullElse(datum.unit(), Units.NONE);
    store
        .series(new MetricStore.Key(metric, unit))
        .orElseThrow(() ->
            new AwsException(
                AwsError.LIMIT_EXCEEDED,
                "There are at most %d metrics here, there is no room for %s"
                    .formatted(MetricStore.MOST_SERIES, metric)))
        .add(Objects.requireNonNullElse(datum.timestamp(), now), sample -> add(sample, datum));
  }

  private static void add(Sample sample, Datum datum) {
    var value = datum.value();
    var set = datum.statisticValues();
    if (value != null) {
      sample.add(value, 1);
    } else if (set != null) {
      sample.addSummary(set.sampleCount(), set.sum(), set.minimum(), set.maximum());
    } else {
      var values = Objects.requireNonNull(datum.values());
      for (var i = 0; i < values.size(); i++) {
        sample.add(values.get(i), datum.counts() == null ? 1 : datum.counts().get(i));
      }
    }
  }
}
