package dev.millrace.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.Decoded;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingDecoderTest {

  private static final String GOOD = Readings.json("Shadowfax", 8, 175);

  @Test
  void theWorkshopsMessageIsRead() {
    assertThat(decode(GOOD)).isEqualTo(Decoded.valid(Readings.reading("Shadowfax", 8, 175)));
  }

  @Test
  void numbersKeepEveryDigit() {
    var decoded =
        decode(GOOD.replace(":110", ":0.10").replace(":150", ":12345678901234567890123456789"));

    assertThat(decoded)
        .isInstanceOfSatisfying(
            Decoded.Valid.class,
            valid -> {
              var reading = (Reading) valid.value();
              assertThat(reading.magicPoints()).isEqualTo(new BigDecimal("0.10"));
              assertThat(reading.healthPoints())
                  .isEqualTo(new BigDecimal("12345678901234567890123456789"));
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"InputData\":\"all is well\"", "\"InputData\":null", "\"Colour\":[\"white\"]"})
  void whatElseAMessageHoldsDoesNotMatter(String field) {
    assertThat(decode(GOOD.replace("{", "{" + field + ",")))
        .isEqualTo(Decoded.valid(Readings.reading("Shadowfax", 8, 175)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "Name":"Shadowfax"    | "N":1                    | Name must be a string of 1 to 2048 bytes in UTF-8, was missing
          "Name":"Shadowfax"    | "Name":null              | Name must be a string of 1 to 2048 bytes in UTF-8, was null
          "Name":"Shadowfax"    | "Name":""                | Name must be a string of 1 to 2048 bytes in UTF-8, was ""
          "Name":"Shadowfax"    | "Name":7                 | Name must be a string of 1 to 2048 bytes in UTF-8, was 7
          "Name":"Shadowfax"    | "Name":"\\ud800"         | Name must be a string of 1 to 2048 bytes in UTF-8, was "\\ud800"
          "Name":"Shadowfax"    | "InputData":"An ErRor!"  | InputData must be a string without "error", was "An ErRor!"
          "Name":"Shadowfax"    | "InputData":5            | InputData must be a string without "error", was 5
          2017-06-05 09:17      | yesterday                | StatusTime must be a time such as 2017-06-05 09:17:08.189, was "yesterday:08.189"
          2017-06-05            | 2017-02-29               | StatusTime must be a time such as 2017-06-05 09:17:08.189, was "2017-02-29 09:17:08.189"
          08.189                | 08.18                    | StatusTime must be a time such as 2017-06-05 09:17:08.189, was "2017-06-05 09:17:08.18"
          "Latitude":42         | "Lat":42                 | Latitude must be a number, was missing
          "Latitude":42         | "Latitude":92            | Latitude must be a number from -90 to 90, was 92.264444250051326
          "Longitude":-71       | "Longitude":-180         | Longitude must be a number from -180 to 180, was -180.97582884770408
          "Distance":175        | "Distance":"175"         | Distance must be a number, was "175"
          "Distance":175        | "Distance":-1            | Distance must be a number from 0 to 9223372036854775807, was -1
          "Distance":175        | "Distance":1e19          | Distance must be a number from 0 to 9223372036854775807, was 1E+19
          "MagicPoints":110     | "MagicPoints":[1]        | MagicPoints must be a number, was [1]
          "MagicPoints":110     | "MagicPoints":1e126      | MagicPoints must be a number of at most 38 digits from 1E-130 to 9.99E+125, was 1E+126
          "MagicPoints":110     | "MagicPoints":1e-131     | MagicPoints must be a number of at most 38 digits from 1E-130 to 9.99E+125, was 1E-131
          "HealthPoints":150    | "HealthPoints":0.123456789012345678901234567890123456789 | HealthPoints must be a number of at most 38 digits from 1E-130 to 9.99E+125, was 0.123456789012345678901234567890123456789
          "HealthPoints":150    | "HealthPoints":true      | HealthPoints must be a number, was true
          """)
  void aFieldThatBreaksItsRuleIsNamedWithItsValue(String good, String bad, String reason) {
    assertThat(GOOD).contains(good);
    var extended = bad.contains("InputData") ? good + "," + bad : bad;
    assertThat(decode(GOOD.replace(good, extended))).isEqualTo(Decoded.malformed(reason));
  }

  @Test
  void aNameThatDynamoDbCouldNotUseAsAKeyIsCutInTheReason() {
    var decoded = decode(GOOD.replace("Shadowfax", "é".repeat(1025)));

    assertThat(decoded)
        .isEqualTo(
            Decoded.malformed(
                "Name must be a string of 1 to 2048 bytes in UTF-8, was \""
                    + "é".repeat(99)
                    + "…"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [1]  | not a JSON object but an array
          ''   | empty
          """)
  void whatIsNoJsonObjectIsMalformed(String data, String reason) {
    assertThat(decode(data)).isEqualTo(Decoded.malformed(reason));
  }

  private static Decoded<Reading> decode(String json) {
    return ReadingDecoder.decode(json.getBytes(StandardCharsets.UTF_8));
  }
}
