package dev.millrace.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.common.Backoff;
import dev.millrace.common.ConfigException;
import dev.millrace.common.Env;
import dev.millrace.common.FailureMode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowAggregatorConfigTest {

  private static final Map<String, String> LEAST =
      Map.of("TABLE_NAME", "UnicornAggregation", "KEY_FIELD", "Name", "KEY_ATTRIBUTE", "name");

  @Test
  void everySettingIsReadFromItsVariable() {
    var env =
        new Env(
            Map.ofEntries(
                Map.entry("TABLE_NAME", "kinesisAggs"),
                Map.entry("KEY_FIELD", "vendorId"),
                Map.entry("KEY_ATTRIBUTE", "vendor"),
                Map.entry("KEY_TYPE", "N"),
                Map.entry("SUM", "passengerCount:passenger, trip_distance : miles"),
                Map.entry("MIN", "total_amount:cheapest"),
                Map.entry("MAX", "total_amount:dearest"),
                Map.entry("ONLY", "type=trip"),
                Map.entry("MAX_STATE_BYTES", "1000"),
                Map.entry("MAX_STATE_KEYS", "50"),
                Map.entry("FAILURES", "throw"),
                Map.entry("RETRY_BASE", "PT0.01S"),
                Map.entry("RETRY_CAP", "PT1S"),
                Map.entry("RETRY_ATTEMPTS", "3"),
                Map.entry("DEADLINE_MARGIN", "PT2S")));

    assertThat(WindowAggregatorConfig.from(env))
        .isEqualTo(
            new WindowAggregatorConfig(
                "kinesisAggs",
                "vendor",
                new WindowFields(
                    "vendorId",
                    KeyType.N,
                    List.of(
                        new Measure("passengerCount", new Target(Target.Kind.SUM, "passenger")),
                        new Measure("trip_distance", new Target(Target.Kind.SUM, "miles")),
                        new Measure("total_amount", new Target(Target.Kind.MIN, "cheapest")),
                        new Measure("total_amount", new Target(Target.Kind.MAX, "dearest"))),
                    List.of(new WindowFields.Only("type", "trip"))),
                1000,
                50,
                FailureMode.THROW,
                new Backoff(Duration.ofMillis(10), Duration.ofSeconds(1), 3),
                Duration.ofSeconds(2)));
  }

  @Test
  void allButTableAndKeyHaveDefaults() {
    assertThat(WindowAggregatorConfig.from(new Env(LEAST)))
        .isEqualTo(
            new WindowAggregatorConfig(
                "UnicornAggregation",
                "name",
                new WindowFields("Name", KeyType.S, List.of(), List.of()),
                900_000,
                10_000,
                FailureMode.REPORT,
                new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2), 10),
                Duration.ofSeconds(1)));
  }

  @ParameterizedTest
  @CsvSource({"TABLE_NAME", "KEY_FIELD", "KEY_ATTRIBUTE"})
  void tableAndKeyAreAskedFor(String variable) {
    var variables = new HashMap<>(LEAST);
    variables.remove(variable);

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> WindowAggregatorConfig.from(new Env(variables)))
        .withMessage(variable + " must be set, was unset or blank");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SUM           | Distance     | be a comma-separated list of field:attribute, was Distance
          SUM           | a:b,         | be a comma-separated list of field:attribute, was ''
          MIN           | :b           | be a comma-separated list of field:attribute, was :b
          MAX           | a:           | be a comma-separated list of field:attribute, was a:
          ONLY          | type         | be a comma-separated list of field=value, was type
          SUM           | a:count      | not write the attributes count, parts, shardId, version, windowEnd, windowStart, was count
          KEY_ATTRIBUTE | windowStart  | not write the attributes count, parts, shardId, version, windowEnd, windowStart, was windowStart
          SUM           | a:name       | write an attribute that nothing else writes, was name
          SUM           | a:x,b:x      | write an attribute that nothing else writes, was x
          KEY_TYPE      | B            | be one of s, n, was B
          """)
  void aSettingThatBreaksItsRuleIsNamedWithItsValue(String variable, String value, String rest) {
    var variables = new HashMap<>(LEAST);
    variables.put(variable, value);

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> WindowAggregatorConfig.from(new Env(variables)))
        .withMessage(variable + " must " + rest.replace("''", ""));
  }
}
