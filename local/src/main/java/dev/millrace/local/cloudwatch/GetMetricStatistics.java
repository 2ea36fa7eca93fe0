package dev.millrace.local.cloudwatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Statistics of one metric; a data point for each span and unit.
final class GetMetricStatistics {

  private static final int MOST = 1_440;

  private GetMetricStatistics() {}

  record Request(
      String namespace,
      String metricName,
      @Nullable List<Dimension> dimensions,
      Instant startTime,
      Instant endTime,
      int period,
      @Nullable List<String> statistics,
      @Nullable List<String> extendedStatistics,
      @Nullable String unit) {}

  record Datapoint(
      Instant timestamp,
      @Nullable Double sampleCount,
      @Nullable Double average,
      @Nullable Double sum,
      @Nullable Double minimum,
      @Nullable Double maximum,
      String unit,
      @Nullable Map<String, Double> extendedStatistics) {}

  record Response(String label, List<Datapoint> datapoints) {}

  static Response apply(MetricStore store, Request request) {
    Units.check(request.unit());
    var period = Period.of(request.startTime(), request.endTime(), request.period());
    if (period.count() > MOST) {
      throw Refusal.combination(
          "You have requested up to %d datapoints, which exceeds the limit of %d. You may reduce"
              + " the datapoints requested by increasing Period, or decreasing the time range.",
          period.count(), MOST);
    }
    var wanted = wanted(request);
    var metric = Metric.of(request.namespace(), request.metricName(), request.dimensions());
    var datapoints = new ArrayList<Datapoint>();
    store
        .find(metric, request.unit())
        .forEach((unit, series) ->
            series
                .spans(period.start(), period.end(), period.seconds())
                .forEach(span -> datapoints.add(datapoint(span, unit, wanted))));
    return new Response(request.metricName(), datapoints);
  }

  private static Map<String, Statistic> wanted(Request request) {
    var wanted = new TreeMap<String, Statistic>();
    var plain = orNone(request.statistics());
    var extended = orNone(request.extendedStatistics());
    if (plain.isEmpty() == extended.isEmpty()) {
      throw Refusal.combination(
          "Either Statistics or ExtendedStatistics must be given, was %s and %s", plain, extended);
    }
    for (var name : plain) {
      if (Statistic.isPercentile(name)) {
        throw Refusal.value("Statistics takes no percentile, was %s", name);
      }
      wanted.put(name, Statistic.parse(name));
    }
    for (var name : extended) {
      if (!Statistic.isPercentile(name)) {
        throw Refusal.value(
            "ExtendedStatistics takes percentiles such as p99.9, others are not supported here,"
                + " was %s",
            name);
      }
      wanted.put(name, Statistic.parse(name));
    }
    return wanted;
  }

  private static List<String> orNone(@Nullable List<String> names) {
    return names == null ? List.of() : names;
  }

  private static Datapoint datapoint(Series.Span span, String unit, Map<String, Statistic> wanted) {
    var values = new TreeMap<String, Double>();
    wanted.forEach((name, statistic) ->
        statistic.of(span.sample()).ifPresent(value -> values.put(name, value)));
    var percentiles = new TreeMap<>(values);
    percentiles.keySet().removeIf(name -> !Statistic.isPercentile(name));
    return new Datapoint(
        span.from(),
        values.get("SampleCount"),
        values.get("Average"),
        values.get("Sum"),
        values.get("Minimum"),
        values.get("Maximum"),
        unit,
        percentiles.isEmpty() ? null : percentiles);
  }
}
