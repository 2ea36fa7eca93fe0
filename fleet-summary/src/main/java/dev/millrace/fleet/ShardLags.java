package dev.millrace.fleet;

import dev.millrace.fleet.kinesis.ShardLag;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/// The lags of the shards that are read within this process.
///
/// Flink makes its reporters itself, so they and whoever asks meet in a static field.
public final class ShardLags implements MetricReporter, MetricReporterFactory {

  private static final Set<ShardLag> ALL = ConcurrentHashMap.newKeySet();
  private static final CompletableFuture<Void> KNOWN = new CompletableFuture<>();

  /// When the first shard is read.
  static CompletableFuture<Void> known() {
    return KNOWN.copy();
  }

  /// Whether shards are read, and all that was put into them up to a moment has been handed on.
  ///
  /// @param moment in milliseconds since 1970
  static boolean arePast(long moment) {
    return !ALL.isEmpty() && ALL.stream().allMatch(lag -> lag.isPast(moment));
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
    if (metric instanceof ShardLag lag) {
      ALL.add(lag);
      KNOWN.complete(null);
    }
  }

  @Override
  public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
    if (metric instanceof ShardLag lag) {
      ALL.remove(lag);
    }
  }
}
