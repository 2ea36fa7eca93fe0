package dev.millrace.common;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  private static Decoded<@Nullable Object> read(String json) {
    return Json.value(json.getBytes(UTF_8));
  }

  private static String reason(Decoded<?> decoded) {
    return switch (decoded) {
      case Decoded.Valid<?>(var value) -> throw new AssertionError("was read as " + value);
      case Decoded.Malformed<?>(var reason) -> reason;
    };
  }

  @Test
  void numbersStayExact() {
    assertThat(read("[0, -7, 9223372036854775807, 9223372036854775808, 1.10, 1e2]"))
        .isEqualTo(
            Decoded.valid(
                List.of(
                    0L,
                    -7L,
                    Long.MAX_VALUE,
                    new BigInteger("9223372036854775808"),
                    new BigDecimal("1.10"),
                    new BigDecimal("1e2"))));
  }

  @Test
  void nullIsAValue() {
    assertThat(read("null")).isEqualTo(Decoded.valid(null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                   | empty
          {"a":1,"a":2}        | name "a" occurs twice in one object
          {"a":1}{"b":2}       | more than one JSON value
          {"a":1} 2            | more than one JSON value
          [1e1001]             | number 1e1001 must have an exponent of at most 1000
          [1e-99999999999]     | 1e-99999999999 is not a number
          """)
  void whatIsNotOneStrictValueIsMalformed(String json, String reason) {
    assertThat(reason(read(json))).isEqualTo(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"a\":}",
        "{'a':1}",
        "{a:1}",
        "[1,]",
        "[NaN]",
        "[01]",
        "[+1]",
        "[.5]",
        "// x\n1",
        "\"a\nb\"",
        "\uFEFF{}",
        "nul",
        "\"\\x\"",
        "hello"
      })
  void lenientJsonIsMalformed(String json) {
    assertThat(reason(read(json))).startsWith("not valid JSON at character");
  }

  @Test
  void onlyAnObjectIsAnObject() {
    assertThat(reason(Json.object("[1]".getBytes(UTF_8))))
        .isEqualTo("not a JSON object but an array");
    assertThat(reason(Json.object("null".getBytes(UTF_8)))).isEqualTo("not a JSON object but null");
    assertThat(Json.object("{\"b\":1,\"a\":null}".getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            Decoded.Valid.class, v -> assertThat(v.value()).hasToString("{b=1, a=null}"));
  }

  @Test
  void bytesThatAreNotUtf8AreMalformed() {
    byte[][] broken = {
      {(byte) 0xFF},
      {'"', (byte) 0xC3, '(', '"'},
      {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'}, // a surrogate
      {'"', (byte) 0xC0, (byte) 0x80, '"'}, // overlong
      {0, '{', 0, '}'} // UTF-16, which is UTF-8 with controls
    };
    for (var bytes : broken) {
      assertThat(Json.value(bytes)).isInstanceOf(Decoded.Malformed.class);
    }
  }

  @Test
  void deepNestingIsMalformedNotAStackOverflow() {
    assertThat(reason(read("[".repeat(1 << 20)))).contains("nesting depth");
    assertThat(read("[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH)))
        .isInstanceOf(Decoded.Valid.class);
  }

  @Test
  void longNumbersAreMalformed() {
    assertThat(reason(read("1".repeat(100_000))))
        .isEqualTo("number must have at most 1000 digits, had 100000");
  }

  @Test
  void writesEveryKindOfValue() {
    var map = new LinkedHashMap<String, @Nullable Object>();
    map.put("text", "a\"\\\n\t\u0001\u0085\u2028\uD83D\uDE00\uD83Dä");
    map.put("numbers", List.of(1, 2L, new BigDecimal("1E+3"), BigInteger.TEN, 0.5, Double.NaN));
    map.put("null", null);
    map.put("bytes", new byte[] {1, 2});
    map.put("buffer", ByteBuffer.wrap(new byte[] {1, 2}));
    map.put("time", Instant.EPOCH);
    map.put("span", Duration.ofSeconds(1));
    map.put("enum", FailureMode.REPORT);
    map.put("empty", List.of(Map.of(), List.of(), true));
    assertThat(Json.write(map))
        .isEqualTo(
            "{\"text\":\"a\\\"\\\\\\n\\t\\u0001\\u0085\\u2028\uD83D\uDE00\\ud83dä\","
                + "\"numbers\":[1,2,1E+3,10,0.5,\"NaN\"],\"null\":null,\"bytes\":\"AQI=\","
                + "\"buffer\":\"AQI=\",\"time\":\"1970-01-01T00:00:00Z\",\"span\":\"PT1S\","
                + "\"enum\":\"REPORT\",\"empty\":[{},[],true]}");
  }

  @Test
  void refusesWhatHasNoFormInJson() {
    assertThatThrownBy(() -> Json.write(new Object()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("was java.lang.Object");
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void writingAnyTextTakesOneLineAndReadsBack(long seed) {
    var random = new Random(seed);
    var text = new StringBuilder();
    random.ints(200, 0, 0x2100).forEach(c -> text.append((char) c));
    random.ints(50, 0, 0x10000).forEach(c -> text.append((char) c));

    var line = Json.write(Map.of(text.toString(), List.of(text.toString())));

    assertThat(line.lines()).hasSize(1);
    assertThat(line).doesNotContain("\u2028", "\u2029", "\u0085");
    assertThat(read(line))
        .isEqualTo(Decoded.valid(Map.of(text.toString(), List.of(text.toString()))));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void readingAnyBytesNeverThrows(long seed) {
    var random = new Random(seed);
    var bytes = "{\"a\":[1,2.5e3,\"\\u00e4ä\",true,null,{\"b\":{}}]}".getBytes(UTF_8);
    for (var i = 0; i < 200; i++) {
      var broken = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      if (broken.length > 0) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt();
      }
      assertThat(Json.value(broken)).isNotNull();
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void readingUndoesWriting(long seed) {
    var value = randomValue(new Random(seed), 4);
    assertThat(read(Json.write(value))).isEqualTo(Decoded.valid(value));
  }

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  private static @Nullable Object randomValue(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 7)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextLong();
      case 3 -> BigDecimal.valueOf(random.nextLong(), 1 + random.nextInt(30));
      case 4 -> Integer.toString(random.nextInt(), 36);
      case 5 -> {
        var list = new ArrayList<@Nullable Object>();
        for (var i = random.nextInt(4); i > 0; i--) {
          list.add(randomValue(random, depth - 1));
        }
        yield list;
      }
      default -> {
        var map = new LinkedHashMap<String, @Nullable Object>();
        for (var i = random.nextInt(4); i > 0; i--) {
          map.put("k" + i, randomValue(random, depth - 1));
        }
        yield map;
      }
    };
  }

  @Test
  void aValueOnOneLineIsWrittenIntoAnotherAsItWas() {
    assertThat(embedded("  {\"b\": 1.50, \"a\":[\"\\u00e9\", \"\uD83E\uDD84\"] } "))
        .isEqualTo("{\"payload\":{\"b\": 1.50, \"a\":[\"\\u00e9\", \"\uD83E\uDD84\"] }}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\n\"a\":\t\"\"}", "{\"a\":\"\u2028\"}", "{\"a\":\"\u0085\"}"})
  void aValueThatIsNotOnOneLineIsWrittenAnew(String text) {
    assertThat(embedded(text))
        .doesNotContainPattern("[\\p{Cntrl}\\u0085\\u2028]")
        .startsWith("{\"payload\":{\"a\":\"");
    assertThat(Json.value(embedded(text))).isEqualTo(Json.value("{\"payload\":" + text + "}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"a\":1} {}", "{\"a\":1,\"a\":2}", "{a:1}"})
  void whatIsNoValueIsNoLine(String text) {
    assertThat(Json.line(text)).isInstanceOf(Decoded.Malformed.class);
  }

  @Test
  void textMayHoldTheCharacterThatStandsForBrokenBytes() {
    assertThat(Utf8.text("\uFFFD".getBytes(UTF_8))).contains("\uFFFD");
    assertThat(Utf8.text(new byte[] {(byte) 0xFF})).isEmpty();
  }

  private static String embedded(String text) {
    return switch (Json.line(text)) {
      case Decoded.Valid(var line) -> Json.write(Map.of("payload", line));
      case Decoded.Malformed(var reason) -> throw new AssertionError(reason);
    };
  }
}
