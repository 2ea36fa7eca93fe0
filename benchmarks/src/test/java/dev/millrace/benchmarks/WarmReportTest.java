package dev.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.benchmarks.Lane.Turn;
import java.util.List;
import org.junit.jupiter.api.Test;

class WarmReportTest {

  private final WarmReport report = new WarmReport(Subject.SENSOR);

  @Test
  void theRatioIsTakenWithinARound() {
    // by the medians it would be 4
    turns(Warm.NODE, 1_000, new Turn(10, 8, false), new Turn(20, 8, false), new Turn(90, 8, false));
    turns(
        "Millrace", 1_000, new Turn(30, 2, false), new Turn(80, 2, false), new Turn(270, 2, true));

    var rows = report.rows(List.of("Millrace"), List.of(1_000));

    assertThat(rows.get(0).remark()).isEqualTo("3.00 x Node; machine busy in 1 of 3");
    assertThat(rows.get(0).goal()).hasValue(new Row.Goal(">= 3 x Node", true));
    assertThat(rows.get(1).remark()).isEqualTo("0.25 x Node");
    assertThat(rows.get(1).goal()).hasValue(new Row.Goal("<= 0.30 x Node", true));
  }

  @Test
  void withoutNodeThereIsNoGoal() {
    turns("Millrace", 1_000, new Turn(30, 2, false));

    assertThat(report.rows(List.of("Millrace"), List.of(1_000)).getFirst().goal()).isEmpty();
  }

  @Test
  void aRecordOfALargeBatchMustNotCostMore() {
    turns("Millrace", 100, new Turn(1, 10, false));
    turns("Millrace", 10_000, new Turn(1, 12, false));

    var row = report.rows(List.of("Millrace"), List.of(100, 10_000)).getLast();

    assertThat(row.value()).isEqualTo("1.20 x");
    assertThat(row.goal()).hasValue(new Row.Goal("<= 1.15 x", false));
  }

  private void turns(String name, int size, Turn... turns) {
    for (var turn : turns) {
      report.add(name, size, turn);
    }
  }
}
