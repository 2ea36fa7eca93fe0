package dev.millrace.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// How often everybody has a turn.
final class Rounds {

  private static final String PROPERTY = "millrace.rounds";

  private Rounds() {}

  /// What the property `millrace.rounds` says, or else this many.
  static int orElse(int usual) {
    return Integer.getInteger(PROPERTY, usual);
  }

  /// Whose turn it is: forward, then backward, so that what drifts hits all alike.
  static <T> List<T> order(List<T> all, int round) {
    var order = new ArrayList<>(all);
    if (round % 2 == 1) {
      Collections.reverse(order);
    }
    return order;
  }
}
