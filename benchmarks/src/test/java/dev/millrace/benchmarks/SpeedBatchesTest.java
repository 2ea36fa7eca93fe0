package dev.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpeedBatchesTest {

  @Test
  void smallBatchesGetFewerRecordsAndLargeOnesAtLeastOneBatch() {
    assertThat(SpeedBatches.records(1, 5_000)).isEqualTo(100);
    assertThat(SpeedBatches.records(10, 5_000)).isEqualTo(1_000);
    assertThat(SpeedBatches.records(100, 5_000)).isEqualTo(5_000);
    assertThat(SpeedBatches.records(10_000, 5_000)).isEqualTo(10_000);
  }
}
