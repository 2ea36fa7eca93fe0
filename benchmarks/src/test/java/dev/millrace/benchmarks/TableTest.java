package dev.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.benchmarks.Row.Goal;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    var table = new Table(List.of(Row.of("a", "1 ms", "", "x"), Row.of("longer", "22 ms", "", "")));

    assertThat(table.toString().lines().skip(2))
        .containsExactly("a        1 ms                   x", "longer   22 ms");
  }

  @Test
  void aGoalSaysWhetherItIsHeldOrMissed() {
    var row = Row.of("a", "3 ms", "", "");

    assertThat(new Table(List.of(row.with(Goal.atMost(5, 3, " ms")))).toString())
        .endsWith("<= 5 ms  held\n");
    assertThat(new Table(List.of(row.with(Goal.atLeast(5, 3, " ms")))).toString())
        .endsWith(">= 5 ms  MISSED\n");
  }
}
