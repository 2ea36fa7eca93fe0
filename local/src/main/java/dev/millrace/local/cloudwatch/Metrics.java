package dev.millrace.local.cloudwatch;

/// Where the services of the stack report what they measure. Called on hot paths: it must be quick
/// and must not block.
@FunctionalInterface
public interface Metrics {

  /// Nobody measures.
  Metrics NONE = (_, _, _) -> {};

  /// Takes one value.
  ///
  /// @param resource the name of what was measured: a function, a stream, a delivery stream
  void add(ServiceMetric metric, String resource, double value);
}
