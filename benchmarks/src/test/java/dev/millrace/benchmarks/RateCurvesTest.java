package dev.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateCurvesTest {

  private final RateCurves curves = new RateCurves("A stage", "shards");

  @Test
  void aRowShowsTheMedianOfItsRounds() {
    curves.add("in process", 4, 3_000);
    curves.add("in process", 4, 1_000);
    curves.add("in process", 4, 2_000);

    assertThat(curves.rows())
        .containsExactly(Row.of("in process, shards: 4", "2,000 records/s", "1,000 to 3,000", ""));
  }

  @Test
  void theRatesLieBetweenPowersOfTen() {
    curves.add("in process", 1, 20);
    curves.add("in process", 64, 5_000);

    var picture = curves.svg();

    assertThat(picture.x().ticks()).containsExactly(1.0, 64.0);
    assertThat(picture.y().ticks()).containsExactly(10.0, 100.0, 1_000.0, 10_000.0);
  }

  @Test
  void eachThingHasACurveThroughItsMedians() {
    curves.add("in process", 1, 20);
    curves.add("processes", 1, 10);
    curves.add("processes", 2, 15);

    assertThat(curves.svg().series())
        .extracting(series -> series.name())
        .containsExactly("in process", "processes");
    assertThat(curves.svg().series().getLast().curve())
        .extracting(point -> point.y())
        .containsExactly(10.0, 15.0);
  }
}
