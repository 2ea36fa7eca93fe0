package dev.millrace.local.firehose.partition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.firehose.partition.DeAggregation.Taken;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeAggregationTest {

  private static final DeAggregation JSON = DeAggregation.of("JSON", null);
  private static final DeAggregation HASHES = DeAggregation.of("DELIMITED", "IyMjIw==");

  private static List<String> take(DeAggregation how, String record) {
    var taken = how.take(record.getBytes(UTF_8));
    if (taken instanceof Taken.Records(var records)) {
      return records.stream().map(piece -> new String(piece, UTF_8)).toList();
    }
    throw new AssertionError(taken);
  }

  private static Taken.Failed fail(DeAggregation how, String record) {
    return (Taken.Failed) how.take(record.getBytes(UTF_8));
  }

  @Test
  void objectsInARowAreRecords() {
    assertThat(take(JSON, "{\"a\":1}{\"é\":{\"b\":[2]}}\n {\"s\":\"}{\"} \n"))
        .containsExactly("{\"a\":1}", "{\"é\":{\"b\":[2]}}", "{\"s\":\"}{\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[{\"a\":1}]", "{\"a\":1} 2", "{\"a\":1},{\"a\":2}", "{\"a\":", "x", "", " "})
  void whatIsNotObjectsInARowFails(String record) {
    assertThat(fail(JSON, record).code()).isEqualTo("RecordDeAggregation.InvalidJson");
  }

  @Test
  void piecesBetweenDelimitersAreRecords() {
    assertThat(take(HASHES, "a####b#c########d####")).containsExactly("a", "b#c", "d");
    assertThat(take(HASHES, "whole")).containsExactly("whole");
    assertThat(take(HASHES, "####")).isEmpty();
    assertThat(take(HASHES, "a#####b")).containsExactly("a", "#b");
  }

  @Test
  void moreThanFiveHundredFail() {
    assertThat(take(JSON, "{}".repeat(500))).hasSize(500);
    assertThat(fail(JSON, "{}".repeat(501)))
        .isEqualTo(
            new Taken.Failed(
                "RecordDeAggregation.TooManyRecords",
                "A record must hold at most 500 records, held 501"));
    assertThat(fail(HASHES, "a####".repeat(501)).code())
        .isEqualTo("RecordDeAggregation.TooManyRecords");
  }

  @Test
  void parametersAreChecked() {
    assertThatThrownBy(() -> DeAggregation.of("CSV", null))
        .isInstanceOf(PartitionException.class)
        .hasMessage("SubRecordType must be JSON or DELIMITED, was 'CSV'");
    assertThatThrownBy(() -> DeAggregation.of("DELIMITED", null))
        .isInstanceOf(PartitionException.class)
        .hasMessage("Delimiter must be a delimiter in Base64, was missing");
    assertThatThrownBy(() -> DeAggregation.of("DELIMITED", "####"))
        .isInstanceOf(PartitionException.class)
        .hasMessage("Delimiter must be a delimiter in Base64, was '####'");
  }
}
