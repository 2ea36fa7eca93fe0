package dev.millrace.local.cloudwatch;

import java.util.Map;
import java.util.TreeMap;

/// The values of some time, and what they come to. Not thread-safe.
///
/// Up to 200 different values are kept as they are. More are kept to within half a percent, so that
/// memory stays bounded; only percentiles can tell.
final class Sample {

  private static final int MOST_EXACT = 200;
  private static final double LOG_STEP = Math.log(1.01);

  private final TreeMap<Double, Double> values = new TreeMap<>();
  private double count;
  private double sum;
  private double minimum = Double.POSITIVE_INFINITY;
  private double maximum = Double.NEGATIVE_INFINITY;
  private boolean summarised;

  void add(double value, double times) {
    values.merge(kept(value), times, Double::sum);
    total(times, value * times, value, value);
  }

  /// Adds values of which only this is known, so that there are no percentiles.
  void addSummary(double times, double sumOfAll, double least, double most) {
    summarised = summarised || least < most;
    if (least < most) {
      total(times, sumOfAll, least, most);
    } else {
      add(least, times);
    }
  }

  void add(Sample other) {
    other.values.forEach((value, times) -> values.merge(kept(value), times, Double::sum));
    summarised = summarised || other.summarised;
    total(other.count, other.sum, other.minimum, other.maximum);
  }

  double count() {
    return count;
  }

  double sum() {
    return sum;
  }

  double average() {
    return sum / count;
  }

  double minimum() {
    return minimum;
  }

  double maximum() {
    return maximum;
  }

  /// Whether every value is known.
  boolean hasPercentiles() {
    return !summarised;
  }

  /// The smallest value that at least this many percent of all values do not exceed.
  double percentile(double percent) {
    var rank = percent / 100 * count;
    var seen = 0.0;
    for (Map.Entry<Double, Double> entry : values.entrySet()) {
      seen += entry.getValue();
      if (seen >= rank) {
        return Math.clamp(entry.getKey(), minimum, maximum);
      }
    }
    return maximum;
  }

  private void total(double times, double sumOfAll, double least, double most) {
    count += times;
    sum += sumOfAll;
    minimum = Math.min(minimum, least);
    maximum = Math.max(maximum, most);
  }

  private double kept(double value) {
    if (values.size() < MOST_EXACT || value == 0 || values.containsKey(value)) {
      return value;
    }
    var size = Math.exp(Math.round(Math.log(Math.abs(value)) / LOG_STEP) * LOG_STEP);
    return Math.copySign(size, value);
  }
}
