package dev.millrace.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.ConfigException;
import dev.millrace.common.PoisonException;
import dev.millrace.common.RetryableException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceFailuresTest {

  @ParameterizedTest
  @CsvSource({
    "500,InternalServerError",
    "503,ServiceUnavailable",
    "429,TooMany",
    "400,ProvisionedThroughputExceededException",
    "400,TransactionConflictException",
    "400,ThrottlingException",
  })
  void whatPassesIsRetried(int status, String code) {
    var cause = new IllegalStateException("x");
    assertThat(ServiceFailures.of("Work", status, code, cause))
        .isInstanceOf(RetryableException.class)
        .hasMessage("Work failed: " + code)
        .hasCause(cause);
  }

  @ParameterizedTest
  @CsvSource({
    "ResourceNotFoundException",
    "AccessDeniedException",
  })
  void whatOnlyAnOperatorCanMendIsAConfigError(String code) {
    assertThat(ServiceFailures.of("Work", 400, code, new IllegalStateException("x")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("Work must be possible, was refused with %s: x".formatted(code));
  }

  @ParameterizedTest
  @CsvSource({"ValidationException", "InvalidArgumentException"})
  void refusedDataIsPoison(String code) {
    assertThat(ServiceFailures.of("Work", 400, code, new IllegalStateException("x")))
        .isInstanceOf(PoisonException.class)
        .hasMessage("Work was refused: x");
  }

  @Test
  void aReasonThatWillNotPassDecidesOverACancelledTransaction() {
    var cause = new IllegalStateException("x");
    assertThat(
            ServiceFailures.ofCancellation(
                "Work", List.of("None", "TransactionConflict", "ValidationError"), cause))
        .isInstanceOf(PoisonException.class)
        .hasMessage("Work was refused with ValidationError: x");
    assertThat(
            ServiceFailures.ofCancellation(
                "Work", List.of("None", "TransactionConflict", "None"), cause))
        .isInstanceOf(RetryableException.class)
        .hasMessage("Work was cancelled: [None, TransactionConflict]");
  }
}
