package dev.millrace.fleet.kinesis;

import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.groups.AbstractMetricGroup;

/// How far behind its tip a shard is handed on, in milliseconds; -1 before the first look at it.
///
/// It is the metric `millisBehindLatest`, in the groups that AWS's connector has but the account's.
public final class ShardLag implements Gauge<Long>, AutoCloseable {

  private final MetricGroup group;
  private volatile long behind = -1;
  private volatile long complete = Long.MIN_VALUE;

  private ShardLag(MetricGroup group) {
    this.group = group;
  }

  static ShardLag in(MetricGroup reader, SourceSettings settings, String shardId) {
    var group =
        reader
            .addGroup("KinesisStreamSource")
            .addGroup("region", settings.endpoint().region())
            .addGroup("stream", settings.stream())
            .addGroup("shardId", shardId);
    return group.gauge("millisBehindLatest", new ShardLag(group));
  }

  void polled(Fetched.Polled polled) {
    behind = polled.behind();
    if (polled.atTip()) {
      complete = polled.now();
    }
  }

  void ended() {
    behind = 0;
    complete = Long.MAX_VALUE;
  }

  @Override
  public Long getValue() {
    return behind;
  }

  /// Whether all that was put up to a moment has been handed on.
  ///
  /// @param moment in milliseconds since 1970, by the source's clock
  public boolean isPast(long moment) {
    return complete > moment;
  }

  /// Takes the metric back: the shard is read no more.
  @Override
  public void close() {
    if (group instanceof AbstractMetricGroup<?> metrics) {
      metrics.close();
    }
  }
}
