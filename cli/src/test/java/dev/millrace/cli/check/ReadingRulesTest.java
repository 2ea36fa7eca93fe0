package dev.millrace.cli.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ReadingRulesTest {

  private static final String GOOD =
      "{\"Name\":\"Shadowfax\",\"StatusTime\":\"2017-06-05 09:17:08.189\",\"Latitude\":42.264,"
          + "\"Longitude\":-71.975,\"Distance\":175,\"MagicPoints\":110,\"HealthPoints\":150}";

  private static ReadingRules.Verdict verdict(String text) {
    return ReadingRules.of(text.getBytes(UTF_8));
  }

  @Test
  void aReadingBecomesItsItemWithoutOtherFields() {
    var item =
        Map.of(
            "Name", AttributeValue.fromS("Shadowfax"),
            "StatusTime", AttributeValue.fromS("2017-06-05 09:17:08.189"),
            "Latitude", AttributeValue.fromN("42.264"),
            "Longitude", AttributeValue.fromN("-71.975"),
            "Distance", AttributeValue.fromN("175"),
            "MagicPoints", AttributeValue.fromN("110"),
            "HealthPoints", AttributeValue.fromN("150"));
    var text = GOOD.replace("175", "1.7500E2").replace("{", "{\"InputData\":\"fine\",\"x\":[1],");

    assertThat(verdict(text).item())
        .contains(
            new ReadingRules.Item("Shadowfax at 2017-06-05 09:17:08.189", Canonical.of(item)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"Shadowfax\" | \"\" | false",
        "\"Shadowfax\" | 7 | false",
        "2017-06-05 | 2017-02-30 | true",
        "08.189 | 08 | true",
        "42.264 | 90.1 | true",
        "-71.975 | -180.1 | true",
        "175 | -1 | true",
        "175 | \"175\" | false",
        "175 | 1000000000000 | false",
        "110 | null | false",
        "\"HealthPoints\" | \"Health\" | false",
        "{ | {\"InputData\":\"an ERROR\", | true",
        "{ | {\"InputData\":5, | true",
        "42.264 | 1.23456789012345678901234567890123456789 | true",
        "} | , | false"
      })
  void poisonIsCountedInWindowsIfItTellsWhatTheyNeed(String part, String by, boolean counted) {
    var verdict = verdict(GOOD.replace(part.strip(), by.strip()));

    // a distance that is stored may still be too large to be counted exactly
    assertThat(verdict.item().isPresent()).isEqualTo(by.contains("1000000000000"));
    assertThat(verdict.sample().isPresent()).isEqualTo(counted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7", "[]", "null", "{\"Name\":\"broken", "{} {}"})
  void whatIsNoJsonObjectIsPoisonAndNotCounted(String text) {
    var verdict = verdict(text);

    assertThat(verdict.item()).isEmpty();
    assertThat(verdict.sample()).isEmpty();
  }
}
