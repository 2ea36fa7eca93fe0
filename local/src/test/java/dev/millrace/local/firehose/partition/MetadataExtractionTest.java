package dev.millrace.local.firehose.partition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetadataExtractionTest {

  private static final String TRIP =
      """
      {"vendorId": 2, "fare": 1.50, "shared": false, "pickup_datetime": "2016-03-14T17:24:55Z",
       "epoch": 1457976295, "zone": {"name": "JFK"}, "none": null, "empty": ""}
      """;

  private static Extracted extract(String query, String record) {
    return MetadataExtraction.of(query, "JQ-1.6").extract(record.getBytes(UTF_8));
  }

  @Test
  void textNumbersAndBooleansAreKeys() {
    assertThat(extract("{vendor: .vendorId, zone: .zone.name, shared: .shared}", TRIP))
        .isEqualTo(new Extracted.Keys(Map.of("vendor", "2", "zone", "JFK", "shared", "false")));
  }

  @Test
  void timesAreTakenApartAsInTheGuide() {
    assertThat(
            extract(
                "{year: .epoch| strftime(\"%Y\"), month: .epoch| strftime(\"%m\"),"
                    + " day: (.pickup_datetime|fromdateiso8601|strftime(\"%d\")),"
                    + " date: .pickup_datetime[0:10]}",
                TRIP))
        .isEqualTo(
            new Extracted.Keys(
                Map.of("year", "2016", "month", "03", "day", "14", "date", "2016-03-14")));
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          .epoch | gmtime | tojson                               ; [2016,2,14,17,24,55,1,73]
          1.5 | gmtime | .[5]                                    ; 1.5
          .epoch | gmtime | mktime                               ; 1457976295
          .epoch | todate                                        ; 2016-03-14T17:24:55Z
          .pickup_datetime | fromdate                            ; 1457976295
          "14 Mar 2016" | strptime("%d %b %Y") | mktime          ; 1457913600
          "10:20" | strptime("%H:%M") | mktime                   ; 37200
          .epoch | strftime("%A %a %B %b %e %j %I%p %y %u %G-W%V %F %T %D %R %s %Z%z%%")  ; Monday Mon March Mar 14 074 05PM 16 1 2016-W11 2016-03-14 17:24:55 03/14/16 17:24 1457976295 UTC+0000%
          """)
  void timesAreThoseOfJq(String expression, String value) {
    assertThat(extract("{a: (" + expression + ")}", TRIP))
        .isEqualTo(new Extracted.Keys(Map.of("a", value)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          "x" | fromdate             ; fromdate: Text 'x' could not be parsed
          .epoch | strftime("%Q")    ; %Q is not supported in a format
          .epoch | strftime("%")     ; the format '%' ends with %
          .epoch | strftime(1)       ; strftime/1 requires a string format
          "x" | strftime("%Y")       ; requires a number or broken down time
          1 | strptime("%Y")         ; strptime/1 requires string inputs
          [2016,13,1,0,0,0] | mktime ; mktime: Invalid value for MonthOfYear
          1e300 | todate             ; todate: Invalid value
          """)
  void aTimeThatIsNoneFailsItsRecord(String expression, String message) {
    var failed = (Extracted.Failed) extract("{a: (" + expression + ")}", TRIP);

    assertThat(failed.message()).contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {a: .none}        | The partition key 'a' must be text, a number or a boolean, was null
          {a: .missing}     | The partition key 'a' must be text, a number or a boolean, was null
          {a: .empty}       | The partition key 'a' must be text
          {a: .zone}        | was {"name":"JFK"}
          .vendorId         | The query must give one object, gave 1 values: [2]
          {a: (1, 2)}       | The query must give one object, gave 2 values
          empty             | The query must give one object, gave 0 values
          {a: .vendorId[0]} | The query failed: Cannot index number
          {a: env}          | The query failed: Function env/0 does not exist
          """)
  void whatIsNoKeyFailsItsRecord(String query, String message) {
    var failed = (Extracted.Failed) extract(query, TRIP);

    assertThat(failed.message()).contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"nope", "[1]", "{\"a\": 1} {\"a\": 2}", "{\"a\": ", "''"})
  void aRecordThatIsNotOneObjectFails(String record) {
    assertThat(((Extracted.Failed) extract("{a: .a}", record)).message()).startsWith("The record ");
  }

  @Test
  void aQueryThatIsNoneIsRefused() {
    assertThatThrownBy(() -> MetadataExtraction.of("{a: ", "JQ-1.6"))
        .isInstanceOf(PartitionException.class)
        .hasMessageStartingWith("MetadataExtractionQuery must be a jq 1.6 query")
        .hasMessageContaining("'{a: '");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          {a: .x, "b-c": (.y | {z: 1, w}), d} ; a,b-c,d
          {year: .t|strftime("%Y, } {")}      ; year
          {a: .x} | {b: .a}                   ;
          {(.k): 1}                           ;
          .                                   ;
          """)
  void theKeysOfAQueryAreToldFromItsText(String query, @Nullable String keys) {
    assertThat(QueryKeys.of(query))
        .isEqualTo(Optional.ofNullable(keys).map(text -> Set.of(text.split(","))));
  }

  @Test
  void anotherEngineIsRefused() {
    assertThatThrownBy(() -> MetadataExtraction.of("{a: .a}", "JQ-1.7"))
        .isInstanceOf(PartitionException.class)
        .hasMessage("JsonParsingEngine must be JQ-1.6, was 'JQ-1.7'");
  }
}
