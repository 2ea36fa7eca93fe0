package dev.millrace.local.firehose.format;

import static dev.millrace.local.firehose.format.Rows.column;
import static dev.millrace.local.firehose.format.Rows.convert;
import static dev.millrace.local.firehose.format.Rows.hive;
import static dev.millrace.local.firehose.format.Rows.openX;
import static dev.millrace.local.firehose.format.Rows.query;
import static dev.millrace.local.firehose.format.Rows.value;
import static dev.millrace.local.firehose.format.Rows.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.firehose.format.FormatConversion.Failed;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordReaderTest {

  private static final String DATA = "DataFormatConversion.MalformedData";
  private static final String PARSE = "DataFormatConversion.ParseError";

  @ParameterizedTest(name = "{0} {1} is {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          boolean       | true                          | true
          boolean       | "TRUE"                        | true
          boolean       | "yes"                         | false
          tinyint       | -128                          | -128
          smallint      | "0x1F"                        | 31
          int           | 2147483647                    | 2147483647
          int           | "-7"                          | -7
          bigint        | -9223372036854775808          | -9223372036854775808
          float         | 0.1                           | 0.1
          double        | 1e-7                          | 1e-07
          double        | 12                            | 12.0
          double        | "2.5"                         | 2.5
          double        | "NaN"                         | nan
          decimal(5,2)  | 123.455                       | 123.46
          decimal(5,2)  | "-0.005"                      | -0.01
          decimal(5,2)  | 1e-1000000000                 | 0.00
          decimal(38,0) | 99999999999999999999999999999999999999 | 99999999999999999999999999999999999999
          decimal(38,0) | -1                            | -1
          string        | "plain"                       | plain
          string        | "\\u00e9\\ud83d\\ude80"          | é🚀
          string        | 1.50                          | 1.50
          string        | false                         | false
          string        | {"A": [1, {"B": null}]}       | {"a":[1,{"b":null}]}
          char(3)       | "a  b"                        | a
          varchar(2)    | "🚀🚀🚀"                       | 🚀🚀
          binary        | "abc"                         | abc
          date          | "2024-02-29"                  | 2024-02-29
          date          | "2024-2-9"                    | 2024-02-09
          timestamp     | "2017-02-07T15:13:01Z"        | 2017-02-07 15:13:01
          timestamp     | "2017-02-07T15:13:01.39256Z"  | 2017-02-07 15:13:01.39256
          timestamp     | "2017-02-07 15:13:01"         | 2017-02-07 15:13:01
          timestamp     | "2017-2-7 5:3:1.14"           | 2017-02-07 05:03:01.14
          timestamp     | 1518033528                    | 2018-02-07 19:58:48
          timestamp     | 1518033528123                 | 2018-02-07 19:58:48.123
          timestamp     | 1518033528.125                | 2018-02-07 19:58:48.125
          timestamp     | "1518033528"                  | 2018-02-07 19:58:48
          timestamp     | -0.5                          | 1969-12-31 23:59:59.5
          timestamp     | "1600-02-29 00:00:00"         | 1600-02-29 00:00:00
          timestamp     | 0e1000000000                  | 1970-01-01 00:00:00
          array<int>    | [1, null, "3"]                | [1, NULL, 3]
          array<int>    | 7                             | [7]
          array<int>    | []                            | []
          map<string,int> | {"A": 1, "b": null, "a": 2} | {a=2, b=NULL}
          map<int,date> | {"5": "2020-01-01"}           | {5=2020-01-01}
          struct<n:string,i:int> | {"N": "x", "z": 1}   | {'n': x, 'i': NULL}
          struct<n:string,i:int> | ["x", 2, [3]]        | {'n': x, 'i': 2}
          struct<n:string,i:int> | {}                   | {'n': NULL, 'i': NULL}
          string        | null                          | null
          array<struct<m:map<string,array<int>>>> | [{"m":{"k":[1,2]}},null] | [{'m': {k=[1, 2]}}, NULL]
          """)
  void openXReads(String type, String json, String value) {
    assertThat(value(openX(column("c", type)), "{\"c\": " + json + "}")).isEqualTo(value);
  }

  @ParameterizedTest(name = "{0} {1} is wrong")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          double        | "oops"                  | For input string: "oops"
          int           | 1.5                     | For input string: "1.5"
          int           | ""                      | For input string: ""
          int           | 2147483648              | Value 2147483648 is out of range for the type int
          tinyint       | "128"                   | Value 128 is out of range for the type tinyint
          bigint        | 9223372036854775808     | Value 9223372036854775808 is out of range for the type bigint
          bigint        | true                    | Current token (VALUE_TRUE) not numeric, can not use numeric value accessors
          float         | 1e39                    | Value 1e39 is out of range for the type float
          double        | 1e400                   | Value 1e400 is out of range for the type double
          decimal(3,1)  | 99.95                   | Value 99.95 is out of range for the type decimal(3,1)
          decimal(3,1)  | 1e2147483647            | Value 1e2147483647 is out of range for the type decimal(3,1)
          boolean       | 1                       | Current token (VALUE_NUMBER_INT) not of boolean type
          date          | "2023-02-29"            | For input string: "2023-02-29"
          date          | "2023-02-28 "           | For input string: "2023-02-28 "
          timestamp     | "2017-02-07T15:13:01+01:00" | For input string: "2017-02-07T15:13:01+01:00"
          timestamp     | "2017-2-7T5:3:1Z"       | For input string: "2017-2-7T5:3:1Z"
          timestamp     | "2017-02-30 00:00:00"   | For input string: "2017-02-30 00:00:00"
          timestamp     | "2017-02-07 24:00:00"   | For input string: "2017-02-07 24:00:00"
          timestamp     | 999999999999            | Value 999999999999 is out of range for the type timestamp
          timestamp     | 1e1000000000            | Value 1e1000000000 is out of range for the type timestamp
          struct<a:int> | 42                      | Data is not JSONObject  but java.lang.Long with value 42
          map<string,int> | "x"                   | Data is not JSONObject  but java.lang.String with value x
          map<int,int>  | {"x": 1}                | For input string: "x"
          array<int>    | ["x"]                   | For input string: "x"
          """)
  void openXRefuses(String type, String json, String problem) {
    var converted = convert(openX(column("c", type)), "{\"c\": " + json + "}");

    assertThat(converted.failed())
        .containsExactly(new Failed(0, DATA, "Data does not match the schema. " + problem));
    assertThat(converted.file()).isEmpty();
  }

  @ParameterizedTest(name = "{0} {1} is {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          int           | 1.9                           | 1
          string        | 7                             | 7
          decimal(4,1)  | "12.25"                       | 12.3
          timestamp     | "2017-02-07 15:13:01.5"       | 2017-02-07 15:13:01.5
          struct<n:int> | {"N": 1}                      | {'n': 1}
          map<int,int>  | {"1": 2}                      | {1=2}
          """)
  void hiveReads(String type, String json, String value) {
    assertThat(value(hive(column("c", type)), "{\"C\": " + json + "}")).isEqualTo(value);
  }

  @ParameterizedTest(name = "{0} {1} is wrong")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          int           | "1"   | Data does not match the schema. Current token (VALUE_STRING) not numeric, can not use numeric value accessors
          double        | "1"   | Data does not match the schema. Current token (VALUE_STRING) not numeric, can not use numeric value accessors
          array<int>    | 1     | Data does not match the schema. java.io.IOException: Start of Array expected
          struct<a:int> | [1]   | Data does not match the schema. java.io.IOException: Start of Object expected
          map<int,int>  | 1     | Data does not match the schema. java.io.IOException: Start of Object expected
          string        | [1]   | One or more fields have incorrect format. Exception when validating field (root)
          boolean       | "true"| Data does not match the schema. Current token (VALUE_STRING) not of boolean type
          timestamp     | "2017-02-07T15:13:01Z" | Data does not match the schema. Timestamp format must be yyyy-mm-dd hh:mm:ss[.fffffffff]
          timestamp     | 1518033528 | Data does not match the schema. Timestamp format must be yyyy-mm-dd hh:mm:ss[.fffffffff]
          """)
  void hiveRefuses(String type, String json, String message) {
    assertThat(convert(hive(column("c", type)), "{\"c\": " + json + "}").failed())
        .containsExactly(new Failed(0, DATA, message));
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "\"07/02/2017 15:13\", 2017-02-07 15:13:00",
    "\"1518033528123\", 2018-02-07 19:58:48.123",
    "1518033528123, 2018-02-07 19:58:48.123",
    "\"15:13\", 1970-01-01 15:13:00",
    "\"2017-02-07 15:13:01\", 2017-02-07 15:13:01",
    "\"2017-02-07T15:13:01+0100\", 2017-02-07 14:13:01"
  })
  void hiveTriesItsFormatsInTheirOrder(String json, String value) {
    var rules =
        new Deserializer.Hive(
            List.of("dd/MM/yyyy HH:mm", "millis", "HH:mm", "yyyy-MM-dd'T'HH:mm:ssZ"));

    assertThat(value(with(rules, column("c", "timestamp")), "{\"c\": " + json + "}"))
        .isEqualTo(value);
  }

  @Test
  void aFormatThatIsNoneIsRefusedWhenTheConversionIsMade() {
    assertThatThrownBy(
            () -> with(new Deserializer.Hive(List.of("yyyy-qq")), column("c", "timestamp")))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("TimestampFormats")
        .hasMessageContaining("'yyyy-qq'");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"c": 1             | ParseError
          {"c": 1} x          | ParseError
          {"c": 1},{"c": 2}   | ParseError
          nope                | ParseError
          ' '                 | The record was empty or contained only whitespace.
          ''                  | The record was empty or contained only whitespace.
          7                   | The input JSON contained a primitive at the top level. The top level must be an object or array.
          [{"c": 1}]          | Data does not match the schema. An array of JSON documents is not a valid input.
          {"c": 1} [2]        | Data does not match the schema. An array of JSON documents is not a valid input.
          """)
  void whatIsNotObjectsIsRefused(String record, String problem) {
    var failed = convert(openX(column("c", "int")), record).failed().getFirst();

    if (problem.equals("ParseError")) {
      assertThat(failed.code()).isEqualTo(PARSE);
      assertThat(failed.message()).startsWith("Encountered malformed JSON. ");
    } else {
      assertThat(failed).isEqualTo(new Failed(0, DATA, problem));
    }
  }

  @Test
  void bytesThatAreNotUtf8AreMalformedJson() {
    var record = new byte[] {'{', '"', 'c', '"', ':', '"', (byte) 0xff, '"', '}'};

    assertThat(openX(column("c", "string")).convert(List.of(record)).failed().getFirst().code())
        .isEqualTo(PARSE);
  }

  @Test
  void aRecordMayHoldSeveralObjects() {
    var converted =
        convert(openX(column("c", "int")), "{\"c\":1}{\"c\":2}\n {\"c\":3}\n", "{\"c\":4}");

    assertThat(converted.rows()).isEqualTo(4);
    assertThat(query(converted.file(), "select c from FILE order by c"))
        .containsExactly(List.of("1"), List.of("2"), List.of("3"), List.of("4"));
  }

  @Test
  void oneWrongObjectKeepsItsRecordOutAndNoOther() {
    var converted =
        convert(
            openX(column("c", "int")), "{\"c\":1}", "{\"c\":2}{\"c\":\"x\"}{\"c\":3}", "{\"c\":4}");

    assertThat(converted.failed()).extracting(Failed::index).containsExactly(1);
    assertThat(query(converted.file(), "select c from FILE order by c"))
        .containsExactly(List.of("1"), List.of("4"));
  }

  @Test
  void aValueOfTheRecordBeforeIsNeverSeenAgain() {
    var converted =
        convert(
            openX(column("a", "int"), column("b", "struct<x:int,y:array<int>>")),
            "{\"a\":1,\"b\":{\"x\":1,\"y\":[1,2,3]}}",
            "{\"b\":{\"y\":[4]}}",
            "{\"a\":null}");

    assertThat(query(converted.file(), "select a, b from FILE"))
        .containsExactly(
            List.of("1", "{'x': 1, 'y': [1, 2, 3]}"),
            List.of("null", "{'x': NULL, 'y': [4]}"),
            List.of("null", "null"));
  }

  @Test
  void ofAKeyThatIsThereTwiceTheLastValueCounts() {
    assertThat(value(openX(column("c", "int")), "{\"c\":1,\"C\":2}")).isEqualTo("2");
  }

  @Test
  void columnsFindTheirMappedKeys() {
    var rules = new Deserializer.OpenX(true, false, Map.of("vendor_id", "vendorId"));
    var columns = column("vendor_id", "int");

    assertThat(value(with(rules, columns), "{\"vendorId\":1}")).isEqualTo("1");
    assertThat(value(with(rules, columns), "{\"VENDORID\":1}")).isEqualTo("1");
    assertThat(value(with(rules, columns), "{\"vendor_id\":1}")).isEqualTo("null");
  }

  @Test
  void theCaseOfKeysCountsIfAskedFor() {
    var rules = new Deserializer.OpenX(false, false, Map.of("b", "bB"));
    var conversion = with(rules, column("s", "struct<a:int,b:int>"));

    assertThat(value(conversion, "{\"s\":{\"A\":1,\"bB\":2}}")).isEqualTo("{'a': NULL, 'b': 2}");
  }

  @Test
  void dotsBecomeUnderscoresIfAskedFor() {
    var columns = column("a_b", "int");

    assertThat(value(with(new Deserializer.OpenX(true, true, Map.of()), columns), "{\"a.B\":1}"))
        .isEqualTo("1");
    assertThat(value(openX(columns), "{\"a.b\":1}")).isEqualTo("null");
  }

  @Test
  void keysInAnotherOrderEachTimeFindTheirColumns() {
    var conversion = openX(column("a", "int"), column("b", "int"));
    var converted =
        convert(
            conversion,
            "{\"a\":1,\"b\":2}",
            "{\"b\":2,\"a\":1}",
            "{\"x\":[{}],\"b\":2,\"y\":{},\"a\":1}");

    assertThat(query(converted.file(), "select distinct a, b from FILE"))
        .containsExactly(List.of("1", "2"));
  }
}
