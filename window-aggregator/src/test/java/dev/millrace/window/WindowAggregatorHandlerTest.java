package dev.millrace.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.amazonaws.services.lambda.runtime.events.KinesisTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.models.TimeWindow;
import dev.millrace.common.ConfigException;
import dev.millrace.common.Deadline;
import dev.millrace.common.Env;
import dev.millrace.common.PoisonException;
import dev.millrace.common.Retry;
import dev.millrace.common.RetryableException;
import dev.millrace.common.testkit.EventFiles;
import dev.millrace.common.testkit.EventMutations;
import dev.millrace.common.testkit.FakeContext;
import dev.millrace.common.testkit.KinesisEvents;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WindowAggregatorHandlerTest {

  private static final Target DISTANCE = new Target(Target.Kind.SUM, "distance");
  private static final String FIRST = "49660000000000000000000000000000000000000000000000000000";
  private static final String LAST = "49660000000000000000000000000000000000000000000000000003";

  private static final Map<String, String> UNICORNS =
      Map.of(
          "TABLE_NAME", "totals",
          "KEY_FIELD", "Name",
          "KEY_ATTRIBUTE", "name",
          "SUM", "Distance:distance");

  private final FakeSink sink = new FakeSink();
  private final FakeContext context = new FakeContext();

  @Test
  void whileTheWindowIsOpenTheTotalsOfEveryKeyTravelInTheState() {
    var response = handle(EventFiles.window("window-aggregator"));

    assertThat(response)
        .isEqualTo(
            new TimeWindowEventResponse(
                Map.of(
                    "first", FIRST,
                    "key:Bucephalus", "{\"n\":1,\"sum\":{\"distance\":203}}",
                    "key:Rocinante", "{\"n\":1,\"sum\":{\"distance\":188}}",
                    "key:Shadowfax", "{\"n\":2,\"sum\":{\"distance\":338}}",
                    "last", LAST),
                List.of()));
    assertThat(sink.parts).isEmpty();
    assertThat(context.lines()).singleElement().asString().contains("\"records\":4,\"written\":0");
  }

  @Test
  void theFinalInvocationWritesThemAndEmptiesTheState() {
    var response = handle(EventFiles.window("window-aggregator-final"));

    assertThat(response).isEqualTo(new TimeWindowEventResponse(Map.of(), List.of()));
    assertThat(sink.parts)
        .containsExactly(
            new WindowPart(
                new Window(
                    Instant.parse("2017-06-05T09:17:00Z"), Instant.parse("2017-06-05T09:18:00Z")),
                new Stretch("shardId-000000000000", FIRST, LAST),
                new TreeMap<>(
                    Map.of(
                        "Bucephalus", total(1, 203),
                        "Rocinante", total(1, 188),
                        "Shadowfax", total(2, 338)))));
    assertThat(context.lines()).singleElement().asString().contains("\"records\":0,\"written\":4");
  }

  @Test
  void theFinalEventFileIsWhatFollowsTheFirst() {
    assertThat(EventFiles.window("window-aggregator-final").getState())
        .isEqualTo(handle(EventFiles.window("window-aggregator")).getState());
  }

  @Test
  void aWindowTerminatedEarlyIsWrittenWithItsLastRecords() {
    var event = event(Map.of(), unicorn("Shadowfax", 5), unicorn("Shadowfax", 7));
    event.setIsWindowTerminatedEarly(true);

    assertThat(handle(event)).isEqualTo(new TimeWindowEventResponse(Map.of(), List.of()));
    assertThat(sink.parts)
        .singleElement()
        .satisfies(part -> {
          assertThat(part.stretch()).isEqualTo(new Stretch("shard-1", "100", "101"));
          assertThat(part.aggregates()).isEqualTo(Map.of("Shadowfax", total(2, 12)));
        });
  }

  @Test
  void aWindowInWhichNothingCountedIsNotWritten() {
    var event = event(Map.of(), "?");
    event.setIsFinalInvokeForWindow(true);

    assertThat(handle(event)).isEqualTo(new TimeWindowEventResponse(Map.of(), List.of()));
    assertThat(sink.parts).isEmpty();
  }

  @Test
  void messagesThatDoNotCountAreCountedByReason() {
    handle(event(Map.of(), "?", "{}", "{\"Name\":\"a\"}", "{\"Name\":\"b\"}", unicorn("c", 1)));

    assertThat(context.lines())
        .singleElement()
        .asString()
        .contains("\"records\":5,\"written\":0,\"failed\":0,\"poison\":0,\"skipped\":4")
        .contains("{\"Distance missing\":2,\"Name missing\":1,\"not a JSON object\":1}");
  }

  @Test
  void messagesInsideAnAggregateCountOneByOne() {
    var event = event(Map.of());
    event.setRecords(
        KinesisEvents.records(
            List.of(KinesisEvents.aggregate(unicorn("Shadowfax", 5), unicorn("Shadowfax", 7)))));

    assertThat(handle(event).getState())
        .containsEntry("key:Shadowfax", "{\"n\":2,\"sum\":{\"distance\":12}}");
  }

  @Test
  void vendorsOfTaxisAreTotalledByTheSameFunction() {
    var taxis =
        Map.of(
            "TABLE_NAME", "kinesisAggs",
            "KEY_FIELD", "vendorId",
            "KEY_ATTRIBUTE", "vendorId",
            "KEY_TYPE", "N",
            "SUM", "passengerCount:passenger",
            "ONLY", "type=trip");
    var event = event(Map.of());
    event.setRecords(EventFiles.kinesis("firehose-forwarder").getRecords());

    var state = handler(taxis, sink).handleRequest(event, context).getState();

    assertThat(state)
        .containsEntry("key:1", "{\"n\":2,\"sum\":{\"passenger\":2}}")
        .containsEntry("key:2", "{\"n\":2,\"sum\":{\"passenger\":5}}");
    assertThat(context.lines()).singleElement().asString().contains("{\"type not trip\":1}");
  }

  @Test
  void aStateThatGrowsTooLargeIsWrittenBeforeTheWindowEnds() {
    var settings = new HashMap<>(UNICORNS);
    settings.put("MAX_STATE_BYTES", "120");
    var handler = handler(settings, sink);

    var small = handler.handleRequest(event(Map.of(), unicorn("a", 1)), context);
    var large =
        handler.handleRequest(event(small.getState(), unicorn("b", 2), unicorn("c", 3)), context);

    assertThat(small.getState()).isNotEmpty();
    assertThat(large.getState()).isEmpty();
    assertThat(sink.parts)
        .singleElement()
        .satisfies(part -> assertThat(part.aggregates()).containsOnlyKeys("a", "b", "c"));
    assertThat(context.lines())
        .anySatisfy(line ->
            assertThat(line)
                .contains("\"event\":\"window state written early\"")
                .contains("\"maxStateBytes\":120"));
  }

  @Test
  void aStateOfTooManyKeysIsWrittenBeforeTheWindowEnds() {
    var settings = new HashMap<>(UNICORNS);
    settings.put("MAX_STATE_KEYS", "2");
    var handler = handler(settings, sink);

    var two = handler.handleRequest(event(Map.of(), unicorn("a", 1), unicorn("b", 2)), context);
    var three = handler.handleRequest(event(two.getState(), unicorn("c", 3)), context);

    assertThat(two.getState()).containsKeys("key:a", "key:b");
    assertThat(three.getState()).isEmpty();
    assertThat(sink.parts).hasSize(1);
    assertThat(context.lines())
        .anySatisfy(line -> assertThat(line).contains("\"stateKeys\":3,\"maxStateKeys\":2"));
  }

  @Test
  void ifTheTotalsCannotBeWrittenTheBatchComesAgainWithTheStateItCameWith() {
    sink.failing = true;
    var state = Map.of("first", "7", "last", "8", "key:a", "{\"n\":1,\"sum\":{\"distance\":1}}");
    var event = event(state, unicorn("a", 1));
    event.setIsFinalInvokeForWindow(true);

    assertThat(handle(event))
        .isEqualTo(new TimeWindowEventResponse(state, List.of(new BatchItemFailure("100"))));
    assertThat(context.lines())
        .singleElement()
        .asString()
        .contains("\"failed\":1")
        .contains("totals to totals: 1 left after 9 retries (ATTEMPTS_USED_UP)");
  }

  @Test
  void anInvocationWithoutRecordsCanOnlyFail() {
    sink.failing = true;

    assertThatExceptionOfType(RetryableException.class)
        .isThrownBy(() -> handle(EventFiles.window("window-aggregator-final")))
        .withMessage("totals to totals: 3 left after 9 retries (ATTEMPTS_USED_UP)");
    assertThat(context.lines()).hasSize(1);
  }

  @Test
  void anInvocationThatIsToThrowFailsWithTheCause() {
    var settings = new HashMap<>(UNICORNS);
    settings.put("FAILURES", "throw");
    sink.failing = true;
    var event = event(Map.of(), unicorn("a", 1));
    event.setIsFinalInvokeForWindow(true);

    assertThatExceptionOfType(RetryableException.class)
        .isThrownBy(() -> handler(settings, sink).handleRequest(event, context));
  }

  @Test
  void aStateOfAnotherFunctionIsRefused() {
    var event = event(Map.of("total", "5"));

    assertThatExceptionOfType(PoisonException.class)
        .isThrownBy(() -> handle(event))
        .withMessage("state has an entry \"total\"");
  }

  @Test
  void anEventOfAMappingWithoutAWindowIsRefused() {
    var event = event(Map.of("first", "7", "last", "8", "key:a", "{\"n\":1}"));
    event.setIsFinalInvokeForWindow(true);
    event.setWindow(null);

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> handle(event))
        .withMessage(
            "event field window.start must be set, as a mapping with a tumbling window does, was"
                + " missing");
  }

  private TimeWindowEventResponse handle(KinesisTimeWindowEvent event) {
    return handler(UNICORNS, sink).handleRequest(event, context);
  }

  private static WindowAggregatorHandler handler(Map<String, String> env, AggregateSink sink) {
    return new WindowAggregatorHandler(
        WindowAggregatorConfig.from(new Env(env)), () -> sink, InstantSource.fixed(Instant.EPOCH));
  }

  private static KinesisTimeWindowEvent event(Map<String, String> state, String... payloads) {
    var event = new KinesisTimeWindowEvent();
    event.setRecords(
        KinesisEvents.records(
            Stream.of(payloads).map(p -> p.getBytes(StandardCharsets.UTF_8)).toList()));
    event.setState(state);
    event.setShardId("shard-1");
    event.setWindow(new TimeWindow("2017-06-05T09:17:00Z", "2017-06-05T09:18:00Z"));
    return event;
  }

  private static String unicorn(String name, int distance) {
    return "{\"Name\":\"%s\",\"Distance\":%d}".formatted(name, distance);
  }

  private static Aggregate total(long count, long distance) {
    return new Aggregate(count, new TreeMap<>(Map.of(DISTANCE, BigDecimal.valueOf(distance))));
  }

  /// Records parts, or writes none of them.
  private static final class FakeSink implements AggregateSink {

    final List<WindowPart> parts = new ArrayList<>();
    boolean failing;

    @Override
    public Retry.Result<String> merge(WindowPart part, Deadline deadline) {
      if (failing) {
        var left = List.copyOf(part.aggregates().keySet());
        return new Retry.Result<>(left, 9, Retry.End.ATTEMPTS_USED_UP, null);
      }
      parts.add(part);
      return new Retry.Result<>(List.of(), 0, Retry.End.DONE, null);
    }
  }

  @Test
  void whateverTheEventIsItIsAnsweredOrRefused() {
    EventMutations.run("window-aggregator", KinesisTimeWindowEvent.class, this::handle);
    EventMutations.run("window-aggregator-final", KinesisTimeWindowEvent.class, this::handle);
  }
}
