package dev.millrace.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BatchOutcomeTest {

  private final RetryableException cause = new RetryableException("table is throttled");

  @Test
  void theEarliestStopCountsByValueNotByText() {
    var outcome =
        Stream.of("100", "99", "101")
            .map(number -> BatchOutcome.stoppedAt(number, cause))
            .reduce(BatchOutcome.complete(), BatchOutcome::orEarlier);
    assertThat(outcome).isEqualTo(BatchOutcome.stoppedAt("99", cause));
  }

  @Test
  void aCompletePartChangesNothing() {
    var stopped = BatchOutcome.stoppedAt("5", cause);
    assertThat(stopped.orEarlier(BatchOutcome.complete())).isEqualTo(stopped);
    assertThat(BatchOutcome.complete().orEarlier(BatchOutcome.complete()))
        .isEqualTo(BatchOutcome.complete());
  }

  @Test
  void sequenceNumbersOfManyDigitsAreOrdered() {
    var shorter = "9".repeat(55);
    var longer = "1" + "0".repeat(55);
    assertThat(Stream.of(longer, "", shorter, "x").sorted(SequenceNumbers.ORDER))
        .containsExactly("", "x", shorter, longer);
  }

  @Test
  void reportingNamesTheSequenceNumber() {
    var response = FailureMode.REPORT.end(BatchOutcome.stoppedAt("5", cause));
    assertThat(response.getBatchItemFailures())
        .extracting(failure -> failure.getItemIdentifier())
        .containsExactly("5");
    assertThat(FailureMode.REPORT.end(BatchOutcome.complete()).getBatchItemFailures()).isEmpty();
  }

  @Test
  void aWindowKeepsItsState() {
    var state = Map.of("sum", "3");
    var response = FailureMode.REPORT.end(BatchOutcome.stoppedAt("5", cause), state);
    assertThat(response.getState()).isEqualTo(state);
    assertThat(response.getBatchItemFailures())
        .extracting(failure -> failure.getItemIdentifier())
        .containsExactly("5");
    var complete = FailureMode.THROW.end(BatchOutcome.complete(), state);
    assertThat(complete.getBatchItemFailures()).isEqualTo(List.of());
  }

  @Test
  void throwingFailsTheInvocationWithTheCause() {
    var stopped = BatchOutcome.stoppedAt("5", cause);
    assertThatThrownBy(() -> FailureMode.THROW.end(stopped)).isSameAs(cause);
    assertThatThrownBy(() -> FailureMode.THROW.end(stopped, Map.of())).isSameAs(cause);
  }

  @Test
  void theModeComesFromTheEnvironment() {
    assertThat(FailureMode.from(new Env(Map.of()))).isEqualTo(FailureMode.REPORT);
    assertThat(FailureMode.from(new Env(Map.of("FAILURES", "throw")))).isEqualTo(FailureMode.THROW);
  }
}
