package dev.millrace.local.cloudwatch;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What makes a metric the one it is.
///
/// @param dimensions in the order of their names
record Metric(String namespace, String metricName, List<Dimension> dimensions) {

  static final int MOST_DIMENSIONS = 30;

  Metric {
    dimensions = dimensions.stream().sorted(Comparator.comparing(Dimension::name)).toList();
  }

  static Metric of(String namespace, String name, @Nullable List<Dimension> dimensions) {
    return new Metric(namespace, name, dimensions == null ? List.of() : dimensions);
  }
}
