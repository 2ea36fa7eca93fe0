package dev.millrace.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.Decoded;
import dev.millrace.common.UserRecord;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class WindowStateTest {

  private static final Target DISTANCE = new Target(Target.Kind.SUM, "distance");

  @Test
  void theFirstAndTheLastRecordAreRememberedEvenIfTheyWereSkipped() {
    var state =
        WindowState.EMPTY
            .plus(List.of(record("7"), record("8")), List.of())
            .plus(List.of(record("9")), List.of(sample("Shadowfax", 5)))
            .plus(List.of(record("10")), List.of());

    assertThat(state.seen()).isEqualTo(new WindowState.Seen("7", "10"));
    assertThat(state.aggregates()).containsOnlyKeys("Shadowfax");
  }

  @Test
  void aBatchWithoutRecordsChangesNothing() {
    assertThat(WindowState.EMPTY.plus(List.of(), List.of())).isEqualTo(WindowState.EMPTY);
  }

  @Test
  void lambdaSeesOneStringPerKey() {
    var state = WindowState.EMPTY.plus(List.of(record("7")), List.of(sample("first", 525)));

    assertThat(state.encode())
        .containsExactly(
            Map.entry("first", "7"),
            Map.entry("key:first", "{\"n\":1,\"sum\":{\"distance\":525}}"),
            Map.entry("last", "7"));
  }

  @Test
  void theSizeIsThatOfTheStateInTheResponse() {
    assertThat(WindowState.size(Map.of("key:é", "{\"n\":1}")))
        .isEqualTo("{\"key:e_\":\"{\\\"n\\\":1}\"}".length());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatIsEncodedIsDecodedTheSame(long seed) {
    var random = new Random(seed);
    var samples = new ArrayList<Message.Sample>();
    for (var i = 0; i < random.nextInt(30); i++) {
      samples.add(sample("\"k\\" + (char) (random.nextInt(0x2000) + 1), random.nextInt()));
    }
    var state = WindowState.EMPTY.plus(List.of(record("7")), samples);

    assertThat(WindowState.decode(state.encode())).isEqualTo(Decoded.valid(state));
  }

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  @Test
  void noStateIsTheEmptyState() {
    assertThat(WindowState.decode(Map.of())).isEqualTo(Decoded.valid(WindowState.EMPTY));
    assertThat(WindowState.EMPTY.encode()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          other | 1                        | state has an entry "other"
          key:a | {"n":1}                  | state has no entry "first"
          first | 7                        | state has no entry "last"
          key:a | ?                        | state entry "key:a": not valid JSON at character 0: Unexpected character ('?' (code 63)): expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'fal…
          key:a | {"n":"1"}                | state entry "key:a": no count n
          key:a | {"n":1,"sum":5}          | state entry "key:a": sum is no object
          key:a | {"n":1,"max":{"x":"5"}}  | state entry "key:a": max x is no number
          """)
  void aStateThatIsNotOursIsNotGuessedAt(String name, String value, String reason) {
    assertThat(WindowState.decode(Map.of(name, value)))
        .isInstanceOfSatisfying(
            Decoded.Malformed.class,
            malformed ->
                assertThat(malformed.reason())
                    .startsWith(reason.substring(0, Math.min(60, reason.length()))));
  }

  private static UserRecord record(String sequenceNumber) {
    return new UserRecord(sequenceNumber, 0, "key", null, new byte[0], false);
  }

  private static Message.Sample sample(String key, long distance) {
    return new Message.Sample(key, Map.of(DISTANCE, BigDecimal.valueOf(distance)));
  }
}
