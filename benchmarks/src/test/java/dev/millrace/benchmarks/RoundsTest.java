package dev.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {

  @Test
  void everySecondRoundGoesBackward() {
    assertThat(Rounds.order(List.of("a", "b", "c"), 0)).containsExactly("a", "b", "c");
    assertThat(Rounds.order(List.of("a", "b", "c"), 1)).containsExactly("c", "b", "a");
    assertThat(Rounds.order(List.of("a", "b", "c"), 2)).containsExactly("a", "b", "c");
  }
}
