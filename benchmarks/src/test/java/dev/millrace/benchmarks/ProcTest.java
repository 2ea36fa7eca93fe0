package dev.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcTest {

  @Test
  void idlingAndWaitingForDisksIsNotWork() {
    var stat =
        """
        cpu  1 20 300 4000 50000 600000 7000000 80000000 0 0
        cpu0 1 1 1 1 1 1 1 1 0 0
        """;

    assertThat(Proc.busyTicks(stat)).isEqualTo(1 + 20 + 300 + 600000 + 7000000 + 80000000);
  }
}
