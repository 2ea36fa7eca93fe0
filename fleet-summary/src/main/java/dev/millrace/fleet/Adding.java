package dev.millrace.fleet;

import org.apache.flink.api.common.functions.AggregateFunction;
import org.jspecify.annotations.Nullable;

/// Adds readings up, for Flink.
final class Adding implements AggregateFunction<Reading, @Nullable Totals, Totals> {

  @Override
  public @Nullable Totals createAccumulator() {
    return null;
  }

  @Override
  public Totals add(Reading reading, @Nullable Totals totals) {
    return totals == null ? Totals.of(reading) : totals.plus(Totals.of(reading));
  }

  @Override
  public Totals getResult(@Nullable Totals totals) {
    if (totals == null) {
      throw new IllegalStateException("a window holds one reading at least");
    }
    return totals;
  }

  @Override
  public @Nullable Totals merge(@Nullable Totals one, @Nullable Totals other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.plus(other);
  }
}
