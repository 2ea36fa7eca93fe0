package dev.millrace.benchmarks;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleFunction;

/// What several rounds of one measurement gave.
record Samples(double... values) {

  Samples {
    if (values.length == 0) {
      throw new IllegalArgumentException("there must be at least one sample");
    }
    values = values.clone();
    Arrays.sort(values);
  }

  double median() {
    var middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }

  double least() {
    return values[0];
  }

  double most() {
    return values[values.length - 1];
  }

  /// The least and the most, in words.
  String spread(DoubleFunction<String> format) {
    return values.length == 1 ? "" : format.apply(least()) + " to " + format.apply(most());
  }

  static String whole(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  static String fine(double value) {
    return String.format(Locale.ROOT, "%,.2f", value);
  }
}
