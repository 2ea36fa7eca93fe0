package dev.millrace.cli.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class StatsTextTest {

  private static final Stats STATS =
      new Stats(
          List.of(new Stats.Stream("wildrydes", 1, 12_345, 2_000_000, 24_690, 4_000_000, 3)),
          List.of(
              new Stats.Function("Busy", 100, 2, OptionalDouble.of(12.34), OptionalDouble.of(950)),
              new Stats.Function("Idle", 0, 0, OptionalDouble.empty(), OptionalDouble.empty())),
          List.of(new Stats.Mapping("Busy", "kinesis wildrydes", "Enabled", "OK")),
          List.of(),
          Duration.ofMinutes(5));

  @Test
  void thereIsATableForEachKindThatThereIsAnyOf() {
    assertThat(StatsText.lines(STATS))
        .containsExactly(
            "stream     shards  records in   bytes in    read  bytes read  throttled",
            "───────────────────────────────────────────────────────────────────────",
            "wildrydes       1      12,345  2,000,000  24,690   4,000,000          3",
            "",
            "function  invocations  errors  average ms  iterator age ms",
            "──────────────────────────────────────────────────────────",
            "Busy              100       2        12.3              950",
            "Idle                0       0           -                -",
            "",
            "mapping of             source    state  last result",
            "───────────────────────────────────────────────────",
            "Busy        kinesis wildrydes  Enabled           OK",
            "",
            "counts are of the last 5 minutes");
  }

  @Test
  void theSameAsJson() {
    assertThat(StatsText.json(STATS))
        .startsWith(
            "{\"minutes\":5,\"streams\":[{\"name\":\"wildrydes\",\"openShards\":1,\"recordsIn\":12345,")
        .contains(
            "{\"name\":\"Idle\",\"invocations\":0,\"errors\":0,\"averageMillis\":null,"
                + "\"iteratorAgeMillis\":null}",
            "\"mappings\":[{\"function\":\"Busy\",\"source\":\"kinesis wildrydes\","
                + "\"state\":\"Enabled\",\"lastResult\":\"OK\"}],\"deliveryStreams\":[]}");
  }

  @Test
  void aDeliveryStreamThatReadsAStreamTellsNoRecordsOfItsOwn() {
    var stats =
        new Stats(
            List.of(),
            List.of(),
            List.of(),
            List.of(
                new Stats.Delivery("direct", "ACTIVE", OptionalLong.of(1_000)),
                new Stats.Delivery("reading", "ACTIVE", OptionalLong.empty())),
            Duration.ofMinutes(5));

    assertThat(StatsText.lines(stats))
        .contains("direct           ACTIVE       1,000", "reading          ACTIVE           -");
    assertThat(StatsText.json(stats)).contains("\"recordsIn\":1000}", "\"recordsIn\":null}");
  }

  @Test
  void anEmptyStackIsToldInWords() {
    var empty = new Stats(List.of(), List.of(), List.of(), List.of(), Duration.ofMinutes(5));

    assertThat(StatsText.lines(empty)).containsExactly("nothing is there");
  }
}
