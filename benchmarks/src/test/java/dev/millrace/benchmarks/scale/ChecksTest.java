package dev.millrace.benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChecksTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource("checks")
  void whatIsSimulatedAgreesWithItsFormula(Check check) {
    assertThat(check.deviation()).as("%s", check).isLessThanOrEqualTo(check.tolerance());
  }

  static List<Check> checks() {
    return Checks.all();
  }
}
