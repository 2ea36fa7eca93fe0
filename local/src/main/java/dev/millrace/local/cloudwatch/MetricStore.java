package dev.millrace.local.cloudwatch;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every metric of the stack, in memory. Thread-safe.
///
/// Memory is bounded: 2,000 metrics (a metric in two units counts twice) with at most 1,440 minutes
/// each. What comes for one more metric is dropped, with one warning.
final class MetricStore implements Metrics {

  static final int MOST_SERIES = 2_000;

  private static final Logger log = LoggerFactory.getLogger(MetricStore.class);

  /// A metric's values in one unit.
  record Key(Metric metric, String unit) {}

  private record Measured(ServiceMetric metric, String resource) {}

  private final InstantSource clock;
  private final Map<Key, Series> series = new ConcurrentHashMap<>();
  private final Map<Measured, Series> measured = new ConcurrentHashMap<>();
  private final AtomicBoolean warned = new AtomicBoolean();

  MetricStore(InstantSource clock) {
    this.clock = clock;
  }

  /// Forgets everything.
  void clear() {
    series.clear();
    measured.clear();
    warned.set(false);
  }

  Instant now() {
    return clock.instant();
  }

  @Override
  public void add(ServiceMetric metric, String resource, double value) {
    var key = new Measured(metric, resource);
    var known = measured.get(key);
    if (known == null) {
      known = series(new Key(metric.of(resource), metric.unit())).orElse(null);
      if (known == null) {
        return;
      }
      measured.put(key, known);
    }
    known.add(now(), value);
  }

  /// The values of a metric, made if need be; empty if there are too many metrics.
  Optional<Series> series(Key key) {
    var known = series.get(key);
    if (known != null) {
      return Optional.of(known);
    }
    if (series.size() >= MOST_SERIES) {
      if (warned.compareAndSet(false, true)) {
        log.atWarn()
            .addKeyValue("metric", key)
            .addKeyValue("most", MOST_SERIES)
            .log("there are too many metrics, new ones are dropped");
      }
      return Optional.empty();
    }
    return Optional.of(series.computeIfAbsent(key, _ -> new Series()));
  }

  /// The units in which there are values of a metric, and the values.
  ///
  /// @param unit null for all
  Map<String, Series> find(Metric metric, @Nullable String unit) {
    var found = new java.util.TreeMap<String, Series>();
    series.forEach((key, values) -> {
      if (key.metric().equals(metric) && (unit == null || key.unit().equals(unit))) {
        found.put(key.unit(), values);
      }
    });
    return found;
  }

  /// The metrics that have values since a time.
  List<Metric> metricsSince(Instant time) {
    return series.entrySet().stream()
        .filter(entry -> entry.getValue().hasValuesSince(time))
        .map(entry -> entry.getKey().metric())
        .distinct()
        .toList();
  }
}
