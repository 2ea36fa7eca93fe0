package dev.millrace.cli.stats;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;

/// What CloudWatch knows of a time, asked for many metrics at once.
final class Measures {

  private static final int MINUTE = 60;
  private static final int MOST_QUERIES = 500;

  private final List<Asked> asked = new ArrayList<>();
  private final Map<Asked, Double> values = new HashMap<>();

  private record Asked(Measure measure, String resource) {}

  /// Asks for a metric of each resource.
  void ask(List<Measure> measures, List<String> resources) {
    resources.forEach(
        resource -> measures.forEach(measure -> asked.add(new Asked(measure, resource))));
  }

  /// Gets everything that was asked for, from minutes before `now` to its own minute.
  void fetch(CloudWatchClient metrics, Instant now, Duration last) {
    for (var from = 0; from < asked.size(); from += MOST_QUERIES) {
      fetch(metrics, now, last, asked.subList(from, Math.min(asked.size(), from + MOST_QUERIES)));
    }
  }

  private void fetch(CloudWatchClient metrics, Instant now, Duration last, List<Asked> some) {
    var queries = new ArrayList<MetricDataQuery>();
    for (var i = 0; i < some.size(); i++) {
      queries.add(query("m" + i, some.get(i)));
    }
    var minute = now.truncatedTo(ChronoUnit.MINUTES);
    var request =
        GetMetricDataRequest.builder()
            .metricDataQueries(queries)
            .startTime(minute.minus(last))
            .endTime(minute.plusSeconds(MINUTE))
            .build();
    for (var result : metrics.getMetricDataPaginator(request).metricDataResults()) {
      var of = some.get(Integer.parseInt(result.id().substring(1)));
      result.values().forEach(value -> values.merge(of, value, of.measure()::of));
    }
  }

  private static MetricDataQuery query(String id, Asked asked) {
    return MetricDataQuery.builder()
        .id(id)
        .metricStat(stat ->
            stat.metric(asked.measure().of(asked.resource()))
                .period(MINUTE)
                .stat(asked.measure().statistic()))
        .build();
  }

  /// A count; 0 if there was nothing.
  long count(Measure measure, String resource) {
    return Math.round(values.getOrDefault(new Asked(measure, resource), 0.0));
  }

  /// A value, if there was one.
  OptionalDouble value(Measure measure, String resource) {
    var value = values.get(new Asked(measure, resource));
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
