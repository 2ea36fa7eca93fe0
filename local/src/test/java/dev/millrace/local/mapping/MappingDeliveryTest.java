package dev.millrace.local.mapping;

import static dev.millrace.local.mapping.FakeFunction.crash;
import static dev.millrace.local.mapping.FakeFunction.success;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.cloudwatch.Metrics;
import dev.millrace.local.lambda.InvokeResult;
import dev.millrace.local.lambda.Invoker;
import dev.millrace.local.rules.Proves;
import dev.millrace.local.rules.Rule;
import dev.millrace.local.time.Activity;
import dev.millrace.local.time.StackClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What several shards have to do with each other, and what a mapping tells about itself.
class MappingDeliveryTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final StackClock clock = StackClock.frozenAt(START);
  private final StreamSignals signals = new StreamSignals();
  private final FakeStream stream = new FakeStream(clock, signals, "a", "b");
  private final FakeDestination queue = new FakeDestination();
  private EventSourceMappings mappings = mappings((_, _) -> success("null"));

  private EventSourceMappings mappings(Invoker function) {
    return new EventSourceMappings(
        clock,
        function,
        queue,
        signals,
        new Activity(),
        PositionStore.none(),
        Metrics.NONE,
        _ -> stream);
  }

  private void feed(Invoker function) {
    mappings.close();
    mappings = mappings(function);
  }

  @AfterEach
  void close() {
    mappings.close();
    clock.close();
  }

  private void settle() throws InterruptedException {
    assertThat(mappings.awaitIdle(PATIENCE)).as("idle in time").isTrue();
  }

  private void pass(Duration time) throws InterruptedException {
    clock.advance(time);
    settle();
  }

  private String lastResult() {
    return mappings.statuses().getFirst().lastProcessingResult();
  }

  @Test
  @Proves(Rule.A_BATCH_IS_OF_ONE_SHARD)
  void aBatchHoldsRecordsOfOneShardOnly() throws InterruptedException {
    var function = FakeFunction.succeeding();
    feed(function);
    stream.put("a", "a1");
    stream.put("b", "b1");
    stream.put("a", "a2");
    stream.put("b", "b2");
    mappings.start(new TestConfig().batchSize(10).build());
    settle();
    assertThat(function.batches())
        .containsExactlyInAnyOrder(List.of("a1", "a2"), List.of("b1", "b2"));
  }

  @Test
  @Proves(Rule.THE_END_OF_A_SHARD_CLOSES)
  void theChildOfAShardBeginsItsWindowAfresh() throws InterruptedException {
    var function =
        new FakeFunction(batch -> success("{\"state\":{\"seen\":\"%s\"}}".formatted(batch)));
    feed(function);
    mappings.start(new TestConfig().window(60).build());
    stream.put("a", "1");
    settle();
    stream.reshard(List.of("a"), List.of("c"));
    stream.put("c", "2");
    settle();
    assertThat(function.batches()).containsExactly(List.of("1"), List.of(), List.of("2"));
    assertThat(function.events())
        .extracting(event -> event.get("shardId").asString())
        .containsExactly("a", "a", "c");
    assertThat(function.events())
        .extracting(event -> event.get("state").toString())
        .containsExactly("{}", "{\"seen\":\"[1]\"}", "{}");
    assertThat(function.events())
        .extracting(event -> event.at("/window/start").asString())
        .containsOnly("2026-01-01T00:00:00Z");
    assertThat(function.events().get(1).get("isFinalInvokeForWindow").asBoolean()).isTrue();
  }

  @Test
  @Proves({
    Rule.LAST_PROCESSING_RESULT_AT_FIRST,
    Rule.LAST_PROCESSING_RESULT_OF_A_FAILURE,
    Rule.LAST_PROCESSING_RESULT_OTHERWISE
  })
  void theLastProcessingResultFollowsTheLatestCall() throws InterruptedException {
    feed(
        new FakeFunction(batch ->
            switch (batch.getFirst()) {
              case "crash" -> crash();
              case "reported" ->
                  batch.size() == 1
                      ? success("null")
                      : success("{\"batchItemFailures\":[{\"itemIdentifier\":\"4\"}]}");
              case "busy" ->
                  new InvokeResult.NotReached("TooManyRequestsException", "Rate Exceeded");
              default -> success("null");
            }));
    mappings.start(new TestConfig().report().retries(0).build());
    settle();
    assertThat(lastResult()).isEqualTo("No records processed");
    stream.put("a", "fine");
    settle();
    assertThat(lastResult()).isEqualTo("OK");
    stream.put("a", "crash");
    settle();
    assertThat(lastResult()).isEqualTo("PROBLEM: Function call failed");
    stream.put("a", "reported", "rest");
    settle();
    assertThat(lastResult()).isEqualTo("PROBLEM: Function reported failed records");
    pass(Duration.ofMillis(500));
    assertThat(lastResult()).isEqualTo("OK");
    stream.put("a", "busy");
    settle();
    assertThat(lastResult()).isEqualTo("PROBLEM: TooManyRequestsException: Rate Exceeded");
  }

  @Test
  @Proves(Rule.A_DESTINATION_THAT_IS_DOWN_IS_VISIBLE)
  void everyRefusalOfADestinationIsAWarning() throws InterruptedException {
    var captured = new ByteArrayOutputStream();
    var console = System.err;
    System.setErr(new PrintStream(captured, true, UTF_8));
    try {
      feed(FakeFunction.failingOn("poison"));
      queue.refuse(2);
      mappings.start(new TestConfig().retries(0).toQueue().build());
      stream.put("a", "poison");
      settle();
      pass(Duration.ofMillis(500));
      pass(Duration.ofSeconds(1));
    } finally {
      System.setErr(console);
    }
    assertThat(captured.toString(UTF_8).lines())
        .filteredOn(line -> line.contains("failure destination refused a message, which is kept"))
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).contains("WARN", "function=consumer", "shard=a"));
    assertThat(queue.messages()).hasSize(1);
  }

  @Test
  @Proves({Rule.LAST_PROCESSING_RESULT_OTHERWISE, Rule.A_DESTINATION_THAT_IS_DOWN_IS_VISIBLE})
  void aDestinationThatIsDownIsVisibleAndItsMessageIsSentOnceItIsBack()
      throws InterruptedException {
    var problem = "PROBLEM: queue " + TestConfig.QUEUE + " is down";
    feed(FakeFunction.failingOn("poison"));
    queue.refuse(2);
    mappings.start(new TestConfig().retries(0).toQueue().build());
    stream.put("a", "poison");
    settle();
    assertThat(lastResult()).isEqualTo(problem);

    stream.put("b", "fine");
    settle();
    assertThat(lastResult()).as("another shard goes on").isEqualTo("OK");

    pass(Duration.ofMillis(500));
    assertThat(lastResult()).as("and the next try fails, too").isEqualTo(problem);
    assertThat(mappings.statuses().getFirst().recordsBuffered()).isEqualTo(1);
    assertThat(mappings.find(new TestConfig().build().uuid()).orElseThrow().lastProcessingResult())
        .isEqualTo(problem);

    pass(Duration.ofSeconds(1));
    assertThat(queue.summaries()).containsExactly("RetryAttemptsExhausted x1 of 1");
    assertThat(mappings.statuses().getFirst().recordsBuffered()).isZero();
    pass(Duration.ofMinutes(10));
    assertThat(queue.messages()).hasSize(1);
  }
}
