package dev.millrace.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.fleet.kinesis.MalformedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadingDecoderTest {

  private static final String READING =
      "{'Name':'Shadowfax','StatusTime':'2017-06-05 09:17:08.189','Distance':175,"
          + "'MagicPoints':110,'HealthPoints':150,'InputData':'fine'}";

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          'Shadowfax'               | ''           | Name must be a string of 1 to 256 characters, was
          '2017-06-05 09:17:08.189' | '2017-06-31' | StatusTime must be a time such as 2017-06-05 09:17:08.189, was 2017-06-31
          175                       | -1           | Distance must be a number of zero or more, was -1
          175                       | 1e999999999  | Distance must be a number of at most 38 digits
          110                       | '110'        | MagicPoints must be a number of at most 38 digits
          'HealthPoints':150,       | ~~           | HealthPoints must be a number of at most 38 digits from 1E-130 to 9.99E+125, was missing
          'fine'                    | 'An error'   | InputData must be a string without "error", was An error
          {'Name'                   | ['Name'      | a reading must be a JSON object, was ["Name"
          """)
  void refusesWithFieldRuleAndValue(String part, String wrong, String reason) {
    var data = READING.replace(part, wrong).replace('\'', '"').getBytes(UTF_8);

    assertThatThrownBy(() -> new ReadingDecoder().decode(data, (reading, time) -> {}))
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith(reason);
  }
}
