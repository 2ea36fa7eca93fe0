package dev.millrace.local.cloudwatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lists the metrics that have values, page by page.
final class ListMetrics {

  private static final int PAGE = 500;
  private static final String THREE_HOURS = "PT3H";

  private ListMetrics() {}

  record Request(
      @Nullable String namespace,
      @Nullable String metricName,
      @Nullable List<DimensionFilter> dimensions,
      @Nullable String nextToken,
      @Nullable String recentlyActive) {}

  /// @param value null for any
  record DimensionFilter(String name, @Nullable String value) {

    boolean fits(Metric metric) {
      return metric.dimensions().stream()
          .anyMatch(
              each -> each.name().equals(name) && (value == null || each.value().equals(value)));
    }
  }

  /// @param nextToken the last metric of this page, if there is another
  record Response(List<Metric> metrics, @Nullable String nextToken) {}

  static Response apply(MetricStore store, Request request) {
    var recently = request.recentlyActive();
    if (recently != null && !recently.equals(THREE_HOURS)) {
      throw Refusal.value("RecentlyActive must be %s, was %s", THREE_HOURS, recently);
    }
    var since = recently == null ? Instant.EPOCH : store.now().minus(Duration.parse(THREE_HOURS));
    var after = request.nextToken();
    var rest =
        store.metricsSince(since).stream()
            .filter(metric -> isWanted(metric, request))
            .sorted(Comparator.comparing(Metric::toString))
            .filter(metric -> after == null || metric.toString().compareTo(after) > 0)
            .toList();
    var page = rest.subList(0, Math.min(PAGE, rest.size()));
    return new Response(page, page.size() < rest.size() ? page.getLast().toString() : null);
  }

  private static boolean isWanted(Metric metric, Request request) {
    List<DimensionFilter> filters = request.dimensions() == null ? List.of() : request.dimensions();
    return (request.namespace() == null || request.namespace().equals(metric.namespace()))
        && (request.metricName() == null || request.metricName().equals(metric.metricName()))
        && filters.stream().allMatch(filter -> filter.fits(metric));
  }
}
