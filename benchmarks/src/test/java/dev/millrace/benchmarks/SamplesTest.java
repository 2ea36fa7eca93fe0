package dev.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SamplesTest {

  @Test
  void theMedianIsTheMiddleOneWhateverTheOrder() {
    assertThat(new Samples(3, 1, 2).median()).isEqualTo(2);
  }

  @Test
  void theMedianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
    assertThat(new Samples(4, 1, 2, 8).median()).isEqualTo(3);
  }

  @Test
  void theSpreadIsTheLeastAndTheMost() {
    assertThat(new Samples(3000, 1000, 2000).spread(Samples::whole)).isEqualTo("1,000 to 3,000");
  }

  @Test
  void oneSampleHasNoSpread() {
    assertThat(new Samples(3).spread(Samples::whole)).isEmpty();
  }

  @Test
  void noSampleIsRefused() {
    assertThatThrownBy(() -> new Samples())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there must be at least one sample");
  }
}
