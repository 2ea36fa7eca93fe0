package dev.millrace.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class EnvTest {

  private static Env with(String value) {
    return new Env(Map.of("NAME", value));
  }

  @Test
  void readsEveryKindOfSetting() {
    assertThat(with("x").required("NAME")).isEqualTo("x");
    assertThat(with("x").optional("NAME", "y")).isEqualTo("x");
    assertThat(with("7").integer("NAME", 1, 0, 10)).isEqualTo(7);
    assertThat(with("TRUE").flag("NAME", false)).isTrue();
    assertThat(with("PT2S").duration("NAME", Duration.ZERO)).isEqualTo(Duration.ofSeconds(2));
    assertThat(with("Throw").choice("NAME", FailureMode.class, FailureMode.REPORT))
        .isEqualTo(FailureMode.THROW);
    assertThat(with("out-of-time").choice("NAME", Retry.End.class, Retry.End.DONE))
        .isEqualTo(Retry.End.OUT_OF_TIME);
  }

  @Test
  void blankCountsAsUnset() {
    assertThat(with("  ").optional("NAME", "y")).isEqualTo("y");
    assertThat(with("").integer("NAME", 1, 0, 10)).isEqualTo(1);
    assertThat(with("").flag("NAME", true)).isTrue();
    assertThat(with("").duration("NAME", Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(3));
    assertThat(with("").choice("NAME", FailureMode.class, FailureMode.REPORT))
        .isEqualTo(FailureMode.REPORT);
  }

  @Test
  void errorsNameTheVariableTheRuleAndTheValue() {
    refused(() -> with(" ").required("NAME"), "NAME must be set, was unset or blank");
    refused(
        () -> with("eleven").integer("NAME", 1, 0, 10),
        "NAME must be a whole number from 0 to 10, was eleven");
    refused(
        () -> with("11").integer("NAME", 1, 0, 10),
        "NAME must be a whole number from 0 to 10, was 11");
    refused(() -> with("yes").flag("NAME", true), "NAME must be true or false, was yes");
    refused(
        () -> with("2 seconds").duration("NAME", Duration.ZERO),
        "NAME must be an ISO-8601 duration of zero or more such as PT30S, was 2 seconds");
    refused(
        () -> with("-PT2S").duration("NAME", Duration.ZERO),
        "NAME must be an ISO-8601 duration of zero or more such as PT30S, was -PT2S");
    refused(
        () -> with("ignore").choice("NAME", FailureMode.class, FailureMode.REPORT),
        "NAME must be one of report, throw, was ignore");
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(ConfigException.class).hasMessage(message);
  }
}
