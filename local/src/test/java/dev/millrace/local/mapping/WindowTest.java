package dev.millrace.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.rules.Proves;
import dev.millrace.local.rules.Rule;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {

  @ParameterizedTest
  @CsvSource({
    "2020-12-09T07:04:35Z, 120, 2020-12-09T07:04:00Z, 2020-12-09T07:06:00Z",
    "2020-12-09T07:04:00Z, 120, 2020-12-09T07:04:00Z, 2020-12-09T07:06:00Z",
    "2020-12-09T07:05:59.999Z, 120, 2020-12-09T07:04:00Z, 2020-12-09T07:06:00Z",
    "2020-12-09T07:06:00Z, 120, 2020-12-09T07:06:00Z, 2020-12-09T07:08:00Z",
    "1970-01-01T00:15:00Z, 420, 1970-01-01T00:14:00Z, 1970-01-01T00:21:00Z",
    "1969-12-31T23:59:59Z, 60, 1969-12-31T23:59:00Z, 1970-01-01T00:00:00Z"
  })
  @Proves(Rule.WINDOW_ALIGNMENT)
  void windowsAreAlignedToTheEpochAndHalfOpen(
      Instant arrival, int seconds, Instant start, Instant end) {
    assertThat(Window.containing(arrival, Duration.ofSeconds(seconds)))
        .isEqualTo(new Window(start, end));
  }
}
