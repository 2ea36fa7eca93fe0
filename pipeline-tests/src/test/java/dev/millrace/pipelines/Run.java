package dev.millrace.pipelines;

import java.util.random.RandomGenerator;

/// What tells the data of one run from everybody else's.
///
/// @param id part of every name
/// @param base above it lie the run's numbers, a thousand of them
record Run(String id, int base) {

  private static final int NUMBERS = 1000;

  /// A run like no other.
  static Run unique() {
    var number = RandomGenerator.getDefault().nextInt(1, Integer.MAX_VALUE / NUMBERS);
    return new Run(Integer.toString(number, Character.MAX_RADIX), number * NUMBERS);
  }

  /// A name that only this run uses.
  String name(String name) {
    return name + "-" + id;
  }

  /// A number that only this run uses.
  ///
  /// @param number below a thousand
  int number(int number) {
    return base + number;
  }

  boolean owns(String name) {
    return name.endsWith("-" + id);
  }

  boolean owns(long number) {
    return number >= base && number < base + NUMBERS;
  }
}
