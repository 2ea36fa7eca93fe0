package dev.millrace.sensor;

import dev.millrace.common.testkit.Fuzz;
import dev.millrace.common.testkit.Mutations;
import org.junit.jupiter.api.Test;

class FuzzTest {

  private static final Mutations READINGS =
      Mutations.of(
          """
          {"Name":"Shadowfax","StatusTime":"2017-06-05 09:17:08.189","Latitude":42.26,\
          "Longitude":-71.97,"Distance":175,"MagicPoints":110,"HealthPoints":150}\
          """,
          """
          {"StatusTime":"2017-06-05 09:17:08.189","Name":"\\u00e9","Distance":1.5e2}\
          """);

  @Test
  void aReadingIsReadOrMalformed() {
    Fuzz.run("ReadingDecoder", READINGS, ReadingDecoder::decode);
  }
}
