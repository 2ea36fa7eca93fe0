package dev.millrace.fleet;

import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/// The metrics of the jobs in this process.
public final class KnownMetrics implements MetricReporter, MetricReporterFactory {

  private static final ConcurrentHashMap<Metric, String> NAMES = new ConcurrentHashMap<>();

  /// The values of counters and gauges with this name, each under the rest of its identifier.
  static Map<String, Object> values(String name) {
    var values = new TreeMap<String, Object>();
    NAMES.forEach((metric, identifier) -> {
      if (!identifier.endsWith("." + name)) {
        return;
      }
      var scope = identifier.substring(0, identifier.length() - name.length() - 1);
      if (metric instanceof Counter counter) {
        values.put(scope, counter.getCount());
      } else if (metric instanceof Gauge<?> gauge) {
        values.put(scope, gauge.getValue());
      }
    });
    return values;
  }

  @Override
  public MetricReporter createMetricReporter(Properties properties) {
    return this;
  }

  @Override
  public void open(MetricConfig config) {}

  @Override
  public void close() {}

  @Override
  public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
    NAMES.put(metric, group.getMetricIdentifier(name));
  }

  @Override
  public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
    NAMES.remove(metric);
  }
}
