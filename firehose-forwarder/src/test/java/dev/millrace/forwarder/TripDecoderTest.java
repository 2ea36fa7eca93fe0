package dev.millrace.forwarder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.Decoded;
import dev.millrace.common.Json;
import dev.millrace.forwarder.Verdict.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TripDecoderTest {

  private static final String GOOD = Trips.json(1);

  private final TripDecoder decoder = new TripDecoder(1_024_000);

  @Test
  void aTripIsForwardedAsItWasSent() {
    assertThat(line(GOOD)).isEqualTo(GOOD + "\n");
  }

  @Test
  void spellingOfNumbersAndOrderOfFieldsAreKept() {
    var json = GOOD.replace("40.763", "4.0763000e+1").replace(":1,", ":\"\\u00e9 é\\n\",");

    assertThat(line(json)).isEqualTo(json + "\n");
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void jsonOnManyLinesBecomesOneLineOfTheSameMeaning(long seed) {
    var random = new Random(seed);
    var spread = new StringBuilder();
    for (var token : GOOD.split("(?<=[{},:])|(?=[{},:])", -1)) {
      spread.append(token);
      random.ints(random.nextInt(3), 0, 4).forEach(i -> spread.append(" \t\r\n".charAt(i)));
    }

    var line = line(" \r\n" + spread);

    assertThat(line).endsWith("}\n").startsWith("{").containsOnlyOnce("\n").doesNotContain("\r");
    assertThat(Json.object(Trips.utf8(line))).isEqualTo(Json.object(Trips.utf8(GOOD)));
  }

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "type":"trip",        | `                        ` | TYPE
          "type":"trip"         | "type":"watermark"         | TYPE
          "type":"trip"         | "type":null                | TYPE
          "type":"trip"         | "type":["trip"]            | TYPE
          "type":"trip"         | "type":"Trip"              | TYPE
          "pickup_latitude"     | "pickup"                   | COORDINATE_MISSING
          "pickup_longitude":-73.97 | "pickup_longitude":null | COORDINATE_MISSING
          "dropoff_latitude":40.75 | "dropoff_latitude":"40.75" | COORDINATE_NOT_A_NUMBER
          "dropoff_latitude":40.75 | "dropoff_latitude":true | COORDINATE_NOT_A_NUMBER
          "dropoff_longitude":-73.99 | "dropoff_longitude":0 | COORDINATE_ZERO
          "dropoff_longitude":-73.99 | "dropoff_longitude":-0.0 | COORDINATE_ZERO
          "dropoff_longitude":-73.99 | "dropoff_longitude":0e5 | COORDINATE_ZERO
          }                     | ,                          | NOT_JSON
          }                     | }}                         | NOT_JSON
          {                     | [{                         | NOT_JSON
          """)
  void whatIsNoUsableTripIsSpurious(String good, String bad, Reason reason) {
    assertThat(GOOD).contains(good);
    assertThat(decoder.decode(Trips.utf8(GOOD.replace(good, bad))))
        .isEqualTo(Decoded.valid(new Verdict.Spurious(reason)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "null", "[]", "\"trip\"", "\0"})
  void whatIsNoJsonObjectIsSpurious(String data) {
    assertThat(decoder.decode(Trips.utf8(data)))
        .isEqualTo(Decoded.valid(new Verdict.Spurious(Reason.NOT_JSON)));
  }

  @Test
  void reasonsAreCountedUnderTheirNames() {
    assertThat(Reason.values())
        .extracting(Reason::text)
        .containsExactly(
            "not JSON", "type", "coordinate missing", "coordinate not a number", "coordinate zero");
  }

  @Test
  void aTripThatJustFitsIsForwarded() {
    assertThat(line(tripOf(1_023_999))).hasSize(1_024_000);
  }

  @Test
  void aTripThatIsTooLargeIsPoison() {
    assertThat(decoder.decode(Trips.utf8(tripOf(1_024_000))))
        .isEqualTo(
            Decoded.malformed("a trip must have at most 1024000 bytes as a line, had 1024001"));
  }

  private static String tripOf(int bytes) {
    var bare = GOOD.replace("{", "{\"note\":\"\",");
    return bare.replace("\"\"", "\"" + "x".repeat(bytes - bare.length()) + "\"");
  }

  private String line(String json) {
    return decoder.decode(Trips.utf8(json)) instanceof Decoded.Valid(Verdict.Trip(var line))
        ? new String(line, StandardCharsets.UTF_8)
        : "no trip";
  }
}
