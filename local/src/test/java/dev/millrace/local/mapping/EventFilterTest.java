package dev.millrace.local.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.rules.Proves;
import dev.millrace.local.rules.Rule;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kinesis.model.Record;

class EventFilterTest {

  private static final EventJson KINESIS = new EventJson(new TestConfig().build(), "shardId-1");
  private static final EventJson DYNAMODB =
      new EventJson(new TestConfig().stream(TestConfig.DYNAMODB_STREAM).build(), "shardId-1");

  private static boolean passes(byte[] data, String... patterns) {
    var record =
        Record.builder()
            .partitionKey("Shadowfax")
            .sequenceNumber("42")
            .approximateArrivalTimestamp(Instant.ofEpochMilli(1_545_084_650_987L))
            .data(SdkBytes.fromByteArray(data))
            .build();
    return EventFilters.of(List.of(patterns), StreamArn.Kind.KINESIS)
        .pass(data, json -> KINESIS.filterable(record, json));
  }

  private static boolean passes(String data, String... patterns) {
    return passes(data.getBytes(UTF_8), patterns);
  }

  /// The rules of values, fields and operators: a pattern on the data of a Kinesis record.
  @ParameterizedTest(name = "{0} on {1}: {2}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          {"a":["x"]}                             ~ {"a":"x"}                   ~ true
          {"a":["x"]}                             ~ {"a":"X"}                   ~ false
          {"a":["x"]}                             ~ {"a":"xy"}                  ~ false
          {"a":["x"]}                             ~ {"a":"x","b":1}             ~ true
          {"a":["x"]}                             ~ {"b":"x"}                   ~ false
          {"a":["x"]}                             ~ {"a":["y","x"]}             ~ true
          {"a":["x","y"]}                         ~ {"a":"y"}                   ~ true
          {"a":["x","y"]}                         ~ {"a":"z"}                   ~ false
          {"a":["x"],"b":["y"]}                   ~ {"a":"x","b":"y"}           ~ true
          {"a":["x"],"b":["y"]}                   ~ {"a":"x","b":"z"}           ~ false
          {"a":["x"],"b":["y"]}                   ~ {"a":"x"}                   ~ false
          {"a":{"b":["x"]}}                       ~ {"a":{"b":"x"}}             ~ true
          {"a":{"b":["x"]}}                       ~ {"b":"x"}                   ~ false
          {"a":{"b":[1],"c":[2]}}                 ~ {"a":[{"b":1,"c":2}]}       ~ true
          {"a":{"b":[1],"c":[2]}}                 ~ {"a":[{"b":1},{"c":2}]}     ~ false
          {"a":["x"],"a":["y"]}                   ~ {"a":"x"}                   ~ false
          {"a":["x"],"a":["y"]}                   ~ {"a":"y"}                   ~ true
          {"a":{"b":["x"]},"a":{"c":["y"]}}       ~ {"a":{"c":"y"}}             ~ true
          {"a":[""]}                              ~ {"a":""}                    ~ true
          {"a":[""]}                              ~ {"a":null}                  ~ false
          {"a":[null]}                            ~ {"a":null}                  ~ true
          {"a":[null]}                            ~ {"a":""}                    ~ false
          {"a":[null]}                            ~ {}                          ~ false
          {"a":[true]}                            ~ {"a":true}                  ~ true
          {"a":[true]}                            ~ {"a":"true"}                ~ false
          {"a":[300]}                             ~ {"a":300}                   ~ true
          {"a":[300]}                             ~ {"a":3.0e2}                 ~ false
          {"a":[300]}                             ~ {"a":300.0}                 ~ false
          {"a":[300]}                             ~ {"a":"300"}                 ~ false
          {"a":[3.0e2]}                           ~ {"a":3.0e2}                 ~ true
          {"a":[3.0e2]}                           ~ {"a":300}                   ~ false
          {"a":[-1]}                              ~ {"a":-1}                    ~ true
          {"a":["300"]}                           ~ {"a":"300"}                 ~ true
          {"a":["300"]}                           ~ {"a":300}                   ~ false
          {"a":[{"numeric":["=",300]}]}           ~ {"a":3.0e2}                 ~ true
          {"a":[{"numeric":["=",300]}]}           ~ {"a":301}                   ~ false
          {"a":[{"numeric":["=",300]},300]}       ~ {"a":3.0e2}                 ~ true
          {"a":[{"numeric":["=",300]},1e400]}     ~ {"a":300}                   ~ true
          {"a":[{"numeric":[">",100]}]}           ~ {"a":100}                   ~ false
          {"a":[{"numeric":[">",100]}]}           ~ {"a":100.1}                 ~ true
          {"a":[{"numeric":[">",100]}]}           ~ {"a":"101"}                 ~ false
          {"a":[{"numeric":[">=",1,"<",5]}]}      ~ {"a":1}                     ~ true
          {"a":[{"numeric":[">=",1,"<",5]}]}      ~ {"a":5}                     ~ false
          {"a":[7,{"numeric":[">",100]}]}         ~ {"a":7}                     ~ true
          {"a":[7,{"numeric":[">",100]}]}         ~ {"a":7.0}                   ~ false
          {"a":[7,{"numeric":[">",100]}]}         ~ {"a":101}                   ~ true
          {"a":[7,"x",{"anything-but":[8,7]}]}    ~ {"a":7}                     ~ true
          {"a":[{"anything-but":["x"]}]}          ~ {"a":"y"}                   ~ true
          {"a":[{"anything-but":["x"]}]}          ~ {"a":"x"}                   ~ false
          {"a":[{"anything-but":["x"]}]}          ~ {}                          ~ false
          {"a":[{"anything-but":[300]}]}          ~ {"a":301}                   ~ true
          {"a":[{"anything-but":[300]}]}          ~ {"a":300}                   ~ false
          {"a":[{"anything-but":{"prefix":"x"}}]} ~ {"a":"yx"}                  ~ true
          {"a":[{"anything-but":{"prefix":"x"}}]} ~ {"a":"xy"}                  ~ false
          {"a":[{"prefix":"x"}]}                  ~ {"a":"xy"}                  ~ true
          {"a":[{"prefix":"x"}]}                  ~ {"a":"yx"}                  ~ false
          {"a":[{"suffix":"x"}]}                  ~ {"a":"yx"}                  ~ true
          {"a":[{"suffix":"x"}]}                  ~ {"a":"xy"}                  ~ false
          {"a":[{"equals-ignore-case":"x"}]}      ~ {"a":"X"}                   ~ true
          {"a":[{"exists":true}]}                 ~ {"a":1}                     ~ true
          {"a":[{"exists":true}]}                 ~ {"a":null}                  ~ true
          {"a":[{"exists":true}]}                 ~ {"a":{"b":1}}               ~ false
          {"a":[{"exists":true}]}                 ~ {}                          ~ false
          {"a":[{"exists":false}]}                ~ {}                          ~ true
          {"a":[{"exists":false}]}                ~ {"a":1}                     ~ false
          {"a":[{"exists":false}]}                ~ {"a":{"b":1}}               ~ true
          {"a":[{"exists":false},"x"]}            ~ {"a":"y"}                   ~ false
          {"$or":[{"a":["x"]},{"b":["y"]}]}       ~ {"b":"y"}                   ~ true
          {"$or":[{"a":["x"]},{"b":["y"]}]}       ~ {"a":"y"}                   ~ false
          {"$or":[{"a":[1]},{"a":[{"numeric":["<",0]}]}],"c":[2]} ~ {"a":1,"c":2}  ~ true
          {"$or":[{"a":[1]},{"a":[{"numeric":["<",0]}]}],"c":[2]} ~ {"a":-5,"c":2} ~ true
          {"$or":[{"a":[1]},{"a":[{"numeric":["<",0]}]}],"c":[2]} ~ {"a":1,"c":3}  ~ false
          """)
  @Proves({
    Rule.FIELDS_ARE_CONDITIONS,
    Rule.LISTS_ARE_ALTERNATIVES,
    Rule.THE_LAST_DUPLICATE_COUNTS,
    Rule.OPERATORS,
    Rule.MORE_OPERATORS,
    Rule.TEXTS_MATCH_EXACTLY,
    Rule.NUMBERS_BY_THEIR_CHARACTERS,
    Rule.TEXTS_ARE_NO_NUMBERS,
    Rule.EXISTS_ON_LEAVES
  })
  void valuesAndOperators(String pattern, String data, boolean passes) {
    assertThat(passes(data, "{\"data\":" + pattern + "}")).isEqualTo(passes);
  }

  /// What is matched where in a Kinesis record, and what becomes of data that are not JSON.
  @ParameterizedTest(name = "{0} on {1}: {2}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          {"partitionKey":["Shadowfax"]}                            ~ {"a":1}   ~ true
          {"partitionKey":["Rocinante"]}                            ~ {"a":1}   ~ false
          {"partitionKey":["Shadowfax"]}                            ~ not JSON  ~ true
          {"partitionKey":["Rocinante"]}                            ~ not JSON  ~ false
          {"sequenceNumber":["42"]}                                 ~ {"a":1}   ~ true
          {"eventName":["aws:kinesis:record"]}                      ~ {"a":1}   ~ true
          {"eventID":[{"suffix":":42"}]}                            ~ {"a":1}   ~ true
          {"approximateArrivalTimestamp":[1545084650.987]}          ~ {"a":1}   ~ true
          {"partitionKey":["Shadowfax"],"data":{"a":[1]}}           ~ {"a":1}   ~ true
          {"partitionKey":["Shadowfax"],"data":{"a":[1]}}           ~ {"a":2}   ~ false
          {"partitionKey":["Rocinante"],"data":{"a":[1]}}           ~ {"a":1}   ~ false
          {"partitionKey":["Shadowfax"],"data":{"a":[1]}}           ~ not JSON  ~ false
          {"data":{"a":[{"exists":false}]}}                         ~ {}        ~ true
          {"data":{"a":[{"exists":false}]}}                         ~ 5         ~ true
          {"data":{"a":[{"exists":false}]}}                         ~ {"b":1} x ~ false
          {"data":{"a":[{"exists":false}]}}                         ~ {"b":1    ~ false
          {"data":{"a":[{"exists":false}]}}                         ~ not JSON  ~ false
          {"$or":[{"data":{"a":[1]}},{"partitionKey":["Shadowfax"]}]} ~ {"a":2} ~ true
          """)
  @Proves({
    Rule.DATA_ARE_READ_AS_JSON,
    Rule.KINESIS_METADATA,
    Rule.JSON_DATA_AND_A_PATTERN,
    Rule.NO_PATTERN_ON_THE_DATA,
    Rule.OTHER_DATA_AND_A_PATTERN
  })
  void kinesisFields(String pattern, String data, boolean passes) {
    assertThat(passes(data, pattern)).isEqualTo(passes);
  }

  @Test
  @Proves(Rule.OTHER_DATA_AND_A_PATTERN)
  void emptyDataAndBytesThatAreNoUtf8AreNotJson() {
    var pattern = "{\"data\":{\"a\":[{\"exists\":false}]}}";

    assertThat(passes("", pattern)).isFalse();
    assertThat(passes(" ", pattern)).isFalse();
    assertThat(passes(new byte[] {'"', (byte) 0xff, '"'}, pattern)).isFalse();
    assertThat(passes("\"é\"", pattern)).isTrue();
  }

  @Test
  @Proves(Rule.OTHER_DATA_AND_A_PATTERN)
  void dataThatNobodyCouldParseAreDroppedNotAnError() {
    var deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    var pattern = "{\"data\":{\"a\":[{\"exists\":false}]}}";

    assertThat(passes(deep, pattern)).isFalse();
    assertThat(passes("{\"b\":" + "9".repeat(900) + "}", pattern)).isTrue();
    assertThat(passes("{\"b\":" + "[".repeat(400) + "]".repeat(400) + "}", pattern)).isTrue();
  }

  @Test
  @Proves(Rule.FILTERS_ARE_ALTERNATIVES)
  void everythingPassesWithoutAFilter() {
    assertThat(passes("not JSON")).isTrue();
  }

  @Test
  @Proves({Rule.FILTERS_ARE_ALTERNATIVES, Rule.OTHER_DATA_AND_SEVERAL_FILTERS})
  void oneOfSeveralFiltersIsEnough() {
    var one = "{\"data\":{\"a\":[1]}}";
    var other = "{\"data\":{\"a\":[{\"numeric\":[\">\",100]}]}}";
    var key = "{\"partitionKey\":[\"Shadowfax\"]}";

    assertThat(passes("{\"a\":1}", one, other)).isTrue();
    assertThat(passes("{\"a\":101}", one, other)).isTrue();
    assertThat(passes("{\"a\":2}", one, other)).isFalse();
    assertThat(passes("not JSON", one, other)).isFalse();
    assertThat(passes("not JSON", one, key)).isTrue();
  }

  // ---- DynamoDB

  private static byte[] modified() {
    return DYNAMODB.dynamoDb(
        software.amazon.awssdk.services.dynamodb.model.Record.builder()
            .eventID("e1")
            .eventName("MODIFY")
            .dynamodb(change ->
                change
                    .approximateCreationDateTime(Instant.ofEpochSecond(1_678_831_218))
                    .keys(Map.of("id", AttributeValue.fromS("a")))
                    .newImage(
                        Map.of(
                            "id", AttributeValue.fromS("a"),
                            "score", AttributeValue.fromN("101"),
                            "open", AttributeValue.fromBool(true)))
                    .sequenceNumber("42")
                    .sizeBytes(24L)
                    .streamViewType("NEW_IMAGE"))
            .build());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          {"eventName":["MODIFY"]}                                               ~ true
          {"eventName":["INSERT"]}                                               ~ false
          {"eventSource":["aws:dynamodb"]}                                       ~ true
          {"userIdentity":{"type":["Service"]}}                                  ~ false
          {"userIdentity":{"type":[{"exists":false}]}}                           ~ true
          {"dynamodb":{"Keys":{"id":{"S":["a"]}}}}                               ~ true
          {"dynamodb":{"Keys":{"id":{"S":["b"]}}}}                               ~ false
          {"dynamodb":{"Keys":{"id":["a"]}}}                                     ~ false
          {"dynamodb":{"NewImage":{"score":{"N":["101"]}}}}                      ~ true
          {"dynamodb":{"NewImage":{"score":{"N":[101]}}}}                        ~ false
          {"dynamodb":{"NewImage":{"score":{"N":[{"numeric":[">",100]}]}}}}      ~ false
          {"dynamodb":{"NewImage":{"score":{"N":[{"prefix":"10"}]}}}}            ~ true
          {"dynamodb":{"NewImage":{"open":{"BOOL":[true]}}}}                     ~ true
          {"dynamodb":{"NewImage":{"score":[{"exists":true}]}}}                  ~ false
          {"dynamodb":{"NewImage":{"score":[{"exists":false}]}}}                 ~ true
          {"dynamodb":{"NewImage":{"score":{"N":[{"exists":true}]}}}}            ~ true
          {"dynamodb":{"NewImage":{"score":{"N":[{"exists":false}]}}}}           ~ false
          {"dynamodb":{"OldImage":{"id":{"S":[{"exists":false}]}}}}              ~ true
          {"dynamodb":{"ApproximateCreationDateTime":[{"numeric":[">",1]}]}}     ~ true
          {"dynamodb":{"SizeBytes":[24]},"eventName":["MODIFY"]}                 ~ true
          """)
  @Proves({
    Rule.TEXTS_ARE_NO_NUMBERS,
    Rule.EXISTS_ON_LEAVES,
    Rule.DYNAMODB_FIELDS,
    Rule.CREATION_TIME_IS_A_NUMBER
  })
  void dynamoDbRecords(String pattern, boolean passes) {
    var filters = EventFilters.of(List.of(pattern), StreamArn.Kind.DYNAMODB);

    assertThat(filters.pass(modified())).isEqualTo(passes);
  }

  // ---- what is refused

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          not JSON                                           ~ a pattern must be JSON: Unrecognized token
          {"data":{"a":[1]}                                  ~ a pattern must be JSON: Unexpected end-of-input
          ``                                                 ~ a pattern must be a JSON object, in
          []                                                 ~ a pattern must be a JSON object, in []
          5                                                  ~ a pattern must be a JSON object, in 5
          {"data":{"a":[1]}} {}                              ~ a pattern must be one JSON object, but more follows
          {}                                                 ~ the pattern must not be an empty object
          {"data":{}}                                        ~ /data must not be an empty object
          {"data":{"a":{}}}                                  ~ /data/a must not be an empty object
          {"data":{"a":[]}}                                  ~ /data/a must not be an empty array
          {"data":{"a":1}}                                   ~ /data/a must be an object or an array of values to match, was 1
          {"data":{"a":[[1]]}}                               ~ /data/a must hold values and operators, no array, was [1]
          {"data":["text"]}                                  ~ /data must be an object whose names are those
          {"data":"text"}                                    ~ /data must be an object or an array
          {"kinesis":{"data":{"a":[1]}}}                     ~ /kinesis is no field of a record; there are data, partitionKey
          {"$or":[{"name":[1]},{"data":{"a":[1]}}]}          ~ /name is no field of a record
          {"data":{"a":[{"wildcard":"x*"}]}}                 ~ /data/a operator wildcard is not supported
          {"data":{"a":[{"cidr":"10.0.0.0/24"}]}}            ~ /data/a operator cidr is not supported
          {"data":{"a":[{"anything-but":{"wildcard":"*"}}]}} ~ /data/a operator anything-but wildcard is not supported
          {"data":{"a":[{"prefix":"x","suffix":"y"}]}}       ~ /data/a must hold operators of one name each
          {"data":{"a":[{}]}}                                ~ /data/a must hold operators of one name each, was {}
          {"data":{"a":[{"prefix":{"equals-ignore-case":"x"}}]}} ~ /data/a operator prefix must have a string
          {"data":{"a":[{"suffix":5}]}}                      ~ /data/a operator suffix must have a string, had 5
          {"data":{"a":[{"exists":"yes"}]}}                  ~ exists match pattern must be either true or false
          {"data":{"a":[{"numeric":["!=",1]}]}}              ~ Unrecognized numeric range operator: !=
          {"data":{"a":[{"numeric":[]}]}}                    ~ Invalid member in numeric match
          {"data":{"a":[{"anything-but":[1,"x"]}]}}          ~ Inside anything but list
          {"data":{"$or":[{"a":[1]}]}}                       ~ /data/$or must be an array of two or more patterns
          {"data":{"$or":[{"a":[1]},5]}}                     ~ /data/$or must be an array of two or more patterns, one was 5
          {"data":{"$or":{"a":[1]}}}                         ~ /data/$or must be an array of two or more patterns
          {"data":{"$or":[{"a":[1]},{"prefix":["x"]}]}}      ~ prefix is Ruler reserved fieldName
          """)
  @Proves({
    Rule.BAD_FILTER,
    Rule.MORE_OPERATORS,
    Rule.DATA_ARE_READ_AS_JSON,
    Rule.OTHER_FIELDS_ARE_REFUSED,
    Rule.PATTERN_ON_THE_DATA_THAT_IS_NOT_JSON
  })
  void aPatternIsRefusedSayingWhatIsWrong(String pattern, String reason) {
    assertThatThrownBy(() -> new TestConfig().filters(pattern).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Invalid filter pattern definition. " + reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"data\":{\"a\":[1]}}", "{\"Dynamodb\":{\"a\":[1]}}"})
  @Proves(Rule.OTHER_FIELDS_ARE_REFUSED)
  void aFieldThatNoDynamoDbRecordHasIsRefused(String pattern) {
    assertThatThrownBy(
            () -> new TestConfig().stream(TestConfig.DYNAMODB_STREAM).filters(pattern).build())
        .hasMessageContaining("is no field of a record; there are dynamodb, eventID");
  }

  @Test
  @Proves(Rule.NUMBER_OF_FILTERS)
  void tenFiltersAreAcceptedAndElevenRefused() {
    var ten = Collections.nCopies(10, "{\"data\":{\"a\":[1]}}").toArray(String[]::new);
    var eleven = Collections.nCopies(11, "{\"data\":{\"a\":[1]}}").toArray(String[]::new);

    assertThatCode(() -> new TestConfig().filters(ten).build()).doesNotThrowAnyException();
    assertThatThrownBy(() -> new TestConfig().filters(eleven).build())
        .hasMessage("filterCriteria.filters must hold at most 10 patterns, held 11");
  }

  @Test
  @Proves(Rule.FILTER_PATTERN_LENGTH)
  void aPatternMayHave4096Characters() {
    var empty = "{\"data\":{\"a\":[\"\"]}}";
    var longest = empty.replace("\"\"", "\"" + "x".repeat(4096 - empty.length()) + "\"");

    assertThatCode(() -> new TestConfig().filters(longest).build()).doesNotThrowAnyException();
    assertThatThrownBy(() -> new TestConfig().filters(longest + " ").build())
        .hasMessageStartingWith(
            "Invalid filter pattern definition. a pattern must have at most 4096 characters, had 4097, in {\"data");
  }

  @Test
  @Proves(Rule.MANY_ALTERNATIVES)
  void alternativesThatMultiplyBeyondAThousandAreRefused() {
    assertThatCode(() -> new TestConfig().filters(choices(9)).build()).doesNotThrowAnyException();
    assertThatThrownBy(() -> new TestConfig().filters(choices(100)).build())
        .hasMessageContaining("must multiply to at most 1000 alternatives, in {");
  }

  /// A pattern of so many independent choices between two.
  private static String choices(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"f%d\":{\"$or\":[{\"a\":[1]},{\"b\":[1]}]}".formatted(i))
        .collect(Collectors.joining(",", "{\"data\":{", "}}"));
  }
}
