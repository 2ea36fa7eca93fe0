package dev.millrace.benchmarks.cost;

import dev.millrace.benchmarks.cost.Prices.Good;
import java.util.EnumMap;
import java.util.Map;

/// How much of everything a million records take.
final class Bill {

  private final Map<Good, Double> quantities = new EnumMap<>(Good.class);

  Bill add(Good good, double quantity) {
    quantities.merge(good, quantity, Double::sum);
    return this;
  }

  /// This and everything of another one.
  Bill add(Bill other) {
    other.quantities.forEach(this::add);
    return this;
  }

  double quantity(Good good) {
    return quantities.getOrDefault(good, 0.0);
  }

  double dollars(Prices prices) {
    return quantities.entrySet().stream()
        .mapToDouble(entry -> prices.dollars(entry.getKey(), entry.getValue()))
        .sum();
  }
}
