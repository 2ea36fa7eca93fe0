package dev.millrace.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Whatever fails, every change counts once, its events are sent after that under one id each, and
/// only what can never be counted is given up.
///
/// `-Dmillrace.schedules=N` plays so many schedules, `-Dmillrace.seed=S` one of them.
class ExactlyOnceTest {

  private static final Delivery EXACTLY_ONCE =
      new Delivery.ExactlyOnce("GameScoreLedger", Duration.ofDays(2));

  @Test
  void everyChangeCountsOnce() {
    var faults = new TreeMap<String, Integer>();
    var violations = new ArrayList<String>();
    var seeds = seeds();
    for (var seed : seeds) {
      var run = new DisturbedRun(seed, EXACTLY_ONCE);
      run.checkTotals();
      run.checkLedger();
      run.checkGivenUp();
      run.checkEvents();
      run.faults.forEach((fault, times) -> faults.merge(fault, times, Integer::sum));
      run.violations.forEach(violation -> violations.add("seed " + seed + ": " + violation));
    }
    System.out.printf(
        "score-aggregator: %,d schedules, faults %s, %,d violations%n",
        seeds.length, faults, violations.size());
    assertThat(violations).isEmpty();
  }

  private static long[] seeds() {
    var seed = Long.getLong("millrace.seed");
    return seed == null
        ? LongStream.range(0, Long.getLong("millrace.schedules", 600)).toArray()
        : new long[] {seed};
  }

  /// Shows that the schedules would find a double count, and that all else holds without a ledger.
  @Test
  void withoutTheLedgerMuchCountsTwice() {
    var wrong = 0;
    for (var seed = 0; seed < 40; seed++) {
      var run = new DisturbedRun(seed, new Delivery.AtLeastOnce());
      run.checkGivenUp();
      run.checkEvents();
      assertThat(run.violations).as("seed %d", seed).isEmpty();
      run.checkTotals();
      wrong += run.violations.isEmpty() ? 0 : 1;
    }
    assertThat(wrong).isGreaterThan(20);
  }
}
