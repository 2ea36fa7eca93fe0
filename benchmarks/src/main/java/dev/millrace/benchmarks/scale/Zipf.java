package dev.millrace.benchmarks.scale;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;

/// Keys of which the n-th has a share in proportion to 1 / n^s: all alike for s = 0.
final class Zipf {

  private final double[] cumulated;

  Zipf(int keys, double s) {
    cumulated = new double[keys];
    var sum = 0.0;
    for (var n = 1; n <= keys; n++) {
      sum += Math.pow(n, -s);
      cumulated[n - 1] = sum;
    }
    for (var i = 0; i < keys; i++) {
      cumulated[i] /= sum;
    }
  }

  int keys() {
    return cumulated.length;
  }

  /// The share of the n-th key, counted from 0.
  double share(int n) {
    return n == 0 ? cumulated[0] : cumulated[n] - cumulated[n - 1];
  }

  static String key(int n) {
    return "key-" + n;
  }

  int draw(Random random) {
    var found = Arrays.binarySearch(cumulated, random.nextDouble());
    return Math.min(found < 0 ? -found - 1 : found, cumulated.length - 1);
  }

  Supplier<String> supplier(long seed) {
    var random = new Random(seed);
    return () -> key(draw(random));
  }
}
