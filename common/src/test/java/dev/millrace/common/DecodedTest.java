package dev.millrace.common;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DecodedTest {

  @Test
  void stepsRunOnValidValuesOnly() {
    assertThat(Decoded.valid(1).map(x -> x + 1)).isEqualTo(Decoded.valid(2));
    assertThat(Decoded.valid(1).flatMap(_ -> Decoded.malformed("no")))
        .isEqualTo(Decoded.malformed("no"));
    assertThat(Decoded.<Integer>malformed("no").map(x -> x + 1)).isEqualTo(Decoded.malformed("no"));
  }
}
