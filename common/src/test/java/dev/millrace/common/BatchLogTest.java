package dev.millrace.common;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.testkit.FakeContext;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchLogTest {

  private final FakeContext context = new FakeContext();
  private Instant now = Instant.parse("2026-01-01T00:00:10Z");

  @Test
  void oneLineHoldsTheBatchAndItsMetrics() {
    var log = new BatchLog("score-aggregator", () -> now);
    log.records(4).written(1).failed(1).poison("no score").skipped("not a trip").retries(2);
    log.seen("7", Instant.parse("2026-01-01T00:00:09Z"));
    log.seen("8", Instant.parse("2026-01-01T00:00:09.500Z"));
    log.outcome(
        BatchOutcome.stoppedAt("8", new RetryableException("slow", new RuntimeException("io\n"))));
    now = now.plusMillis(250);
    log.write(context.getLogger());

    assertThat(context.lines())
        .containsExactly(
            Json.write(
                Json.object(EXPECTED.getBytes(UTF_8)) instanceof Decoded.Valid(var map)
                    ? map
                    : null));
  }

  private static final String EXPECTED =
      """
      {"_aws":{"Timestamp":1767225610250,"CloudWatchMetrics":[{"Namespace":"Millrace","Dimensions":[["function"]],
       "Metrics":[{"Name":"records","Unit":"Count"},{"Name":"written","Unit":"Count"},
        {"Name":"failed","Unit":"Count"},{"Name":"poison","Unit":"Count"},{"Name":"skipped","Unit":"Count"},
        {"Name":"retries","Unit":"Count"},{"Name":"quarantined","Unit":"Count"},
        {"Name":"iteratorAgeMs","Unit":"Milliseconds"},
        {"Name":"latencyMs","Unit":"Milliseconds"}]}]},
       "event":"batch","function":"score-aggregator","records":4,"written":1,"failed":1,"poison":1,"skipped":1,
       "retries":2,"quarantined":0,"iteratorAgeMs":750,"latencyMs":250,"firstSequenceNumber":"7",
       "reasons":{"no score":1,"not a trip":1},
       "error":"dev.millrace.common.RetryableException: slow; caused by java.lang.RuntimeException: io\\n"}
      """;

  @Test
  void withoutArrivalsThereIsNoIteratorAge() {
    var log = new BatchLog("f", () -> now);
    log.write(context.getLogger());
    assertThat(context.lines().getFirst())
        .doesNotContain("iteratorAgeMs", "reasons", "error")
        .contains("\"firstSequenceNumber\":null");
  }

  @Test
  void aFunctionThatKnowsTellsWhatItsWritesHaveUsedUp() {
    new BatchLog("f", () -> now).writeUnits(280).write(context.getLogger());
    assertThat(context.lines().getFirst())
        .contains("{\"Name\":\"writeUnits\",\"Unit\":\"Count\"}", "\"writeUnits\":280");
  }

  @Test
  void aReasonIsCountedOnceForEachRecord() {
    var log = new BatchLog("f", () -> now);
    List.of("a", "b", "a").forEach(log::poison);
    log.write(context.getLogger());
    assertThat(context.lines().getFirst()).contains("\"reasons\":{\"a\":2,\"b\":1}");
  }
}
