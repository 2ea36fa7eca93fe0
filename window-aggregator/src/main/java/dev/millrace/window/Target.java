package dev.millrace.window;

import static java.util.Comparator.comparing;

import java.math.BigDecimal;
import java.util.Comparator;

/// One total of a window: how values are combined, and the attribute that holds the result.
record Target(Kind kind, String attribute) implements Comparable<Target> {

  private static final Comparator<Target> ORDER =
      comparing(Target::kind).thenComparing(Target::attribute);

  /// How two values become one. Each is associative and commutative, so that neither the order of
  /// messages nor the cut into parts changes a total.
  enum Kind {
    SUM {
      @Override
      BigDecimal combine(BigDecimal left, BigDecimal right) {
        return left.add(right);
      }
    },
    MIN {
      @Override
      BigDecimal combine(BigDecimal left, BigDecimal right) {
        return left.min(right);
      }
    },
    MAX {
      @Override
      BigDecimal combine(BigDecimal left, BigDecimal right) {
        return left.max(right);
      }
    };

    abstract BigDecimal combine(BigDecimal left, BigDecimal right);
  }

  @Override
  public int compareTo(Target other) {
    return ORDER.compare(this, other);
  }
}
