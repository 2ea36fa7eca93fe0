package dev.millrace.local.faults;

import java.util.SplittableRandom;

/// The numbers that belong to one happening under one rule of a plan: the same whatever else
/// happens.
///
/// @param seed the plan's
/// @param rule which of the plan's rules
/// @param number which happening it is for the rule
record Dice(long seed, int rule, long number) {

  private static final int ANY_NUMBERS = 1_000;

  /// The `i`-th number, from 0 to 1.
  double unit(int i) {
    var random = new SplittableRandom(seed);
    for (var step : new long[] {rule, number, i % ANY_NUMBERS}) {
      random = new SplittableRandom(random.nextLong() ^ (step * 0x9E37_79B9_7F4A_7C15L));
    }
    return random.nextDouble();
  }

  /// The `i`-th number, from 0 to below `bound`.
  int below(int i, int bound) {
    return (int) (unit(i) * bound);
  }
}
