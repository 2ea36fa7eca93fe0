package dev.millrace.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RedeliveryTest {

  private final BatchOutcome stopped =
      BatchOutcome.stoppedAt("10", new RetryableException("no answer"));

  @Test
  void nothingComesAgainAfterACompleteBatch() {
    assertThat(FailureMode.REPORT.redelivered(BatchOutcome.complete(), records("9"))).isZero();
    assertThat(FailureMode.THROW.redelivered(BatchOutcome.complete(), records("9"))).isZero();
  }

  @Test
  void aReportBringsBackTheReportedRecordAndAllAfterIt() {
    assertThat(FailureMode.REPORT.redelivered(stopped, records("9", "10", "10", "11")))
        .isEqualTo(3);
  }

  @Test
  void aFailedInvocationBringsBackTheWholeBatch() {
    assertThat(FailureMode.THROW.redelivered(stopped, records("9", "10", "11"))).isEqualTo(3);
  }

  private static List<UserRecord> records(String... sequenceNumbers) {
    return Stream.of(sequenceNumbers)
        .map(number -> new UserRecord(number, 0, "key", null, new byte[0], false))
        .toList();
  }
}
