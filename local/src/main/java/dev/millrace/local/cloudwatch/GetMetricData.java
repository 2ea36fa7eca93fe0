package dev.millrace.local.cloudwatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Statistics of several metrics at once, all in one page.
///
/// Deviates from AWS: there are no expressions; values in several units are added up if the query
/// names none.
final class GetMetricData {

  private static final int MOST_QUERIES = 500;
  private static final Pattern ID = Pattern.compile("[a-z][a-zA-Z0-9_]{0,254}");

  private GetMetricData() {}

  record Request(
      List<Query> metricDataQueries, Instant startTime, Instant endTime, @Nullable ScanBy scanBy) {}

  enum ScanBy {
    TimestampDescending,
    TimestampAscending
  }

  record Query(
      String id,
      @Nullable MetricStat metricStat,
      @Nullable String expression,
      @Nullable String label,
      @Nullable Boolean returnData) {}

  record MetricStat(MetricName metric, int period, String stat, @Nullable String unit) {}

  record MetricName(
      @Nullable String namespace,
      @Nullable String metricName,
      @Nullable List<Dimension> dimensions) {}

  record Result(
      String id, String label, List<Instant> timestamps, List<Double> values, String statusCode) {}

  record Response(List<Result> metricDataResults, List<String> messages) {}

  static Response apply(MetricStore store, Request request) {
    check(request.metricDataQueries());
    var results =
        request.metricDataQueries().stream()
            .filter(query -> !Boolean.FALSE.equals(query.returnData()))
            .map(query -> result(store, request, query))
            .toList();
    return new Response(results, List.of());
  }

  private static void check(List<Query> queries) {
    if (queries.isEmpty() || queries.size() > MOST_QUERIES) {
      throw Refusal.value(
          "MetricDataQueries must have 1 to %d queries, had %d", MOST_QUERIES, queries.size());
    }
    var ids = new HashSet<String>();
    for (var query : queries) {
      if (!ID.matcher(query.id()).matches() || !ids.add(query.id())) {
        throw Refusal.value(
            "An Id must begin with a lower-case letter, go on with letters, digits and _, and be"
                + " there once, was %s",
            query.id());
      }
      if (query.expression() != null) {
        throw Refusal.value(
            "Expression is not supported here, only MetricStat is, was %s in query %s",
            query.expression(), query.id());
      }
    }
  }

  private static Result result(MetricStore store, Request request, Query query) {
    var stat = query.metricStat();
    if (stat == null) {
      throw Refusal.combination("Query %s must have a MetricStat", query.id());
    }
    var name = stat.metric();
    if (name.namespace() == null || name.metricName() == null) {
      throw Refusal.value("Query %s must name a Namespace and a MetricName", query.id());
    }
    Units.check(stat.unit());
    var statistic = Statistic.parse(stat.stat());
    var period = Period.of(request.startTime(), request.endTime(), stat.period());
    var metric = Metric.of(name.namespace(), name.metricName(), name.dimensions());
    var timestamps = new ArrayList<Instant>();
    var values = new ArrayList<Double>();
    var spans = spans(store, metric, stat.unit(), period);
    var ordered = request.scanBy() == ScanBy.TimestampAscending ? spans : spans.descendingMap();
    ordered.forEach((time, sample) ->
        statistic
            .of(sample)
            .ifPresent(value -> {
              timestamps.add(time);
              values.add(value);
            }));
    var label = query.label() == null ? metric.metricName() : query.label();
    return new Result(query.id(), label, timestamps, values, "Complete");
  }

  private static NavigableMap<Instant, Sample> spans(
      MetricStore store, Metric metric, @Nullable String unit, Period period) {
    var spans = new TreeMap<Instant, Sample>();
    for (var series : store.find(metric, unit).values()) {
      for (var span : series.spans(period.start(), period.end(), period.seconds())) {
        spans.computeIfAbsent(span.from(), _ -> new Sample()).add(span.sample());
      }
    }
    return spans;
  }
}
