package dev.millrace.forwarder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import dev.millrace.common.Calls;
import dev.millrace.common.ConfigException;
import dev.millrace.common.Deadline;
import dev.millrace.common.Env;
import dev.millrace.common.PoisonException;
import dev.millrace.common.Quarantine;
import dev.millrace.common.RetryableException;
import dev.millrace.common.testkit.EventFiles;
import dev.millrace.common.testkit.EventMutations;
import dev.millrace.common.testkit.FakeContext;
import dev.millrace.common.testkit.KinesisEvents;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FirehoseForwarderHandlerTest {

  private static final StreamsEventResponse COMPLETE = new StreamsEventResponse(List.of());

  private final FakeSink sink = new FakeSink();
  private final FakeContext context = new FakeContext();

  @Test
  void theTripsOfTheEventFileAreDeliveredAndTheRestIsCounted() {
    var response = handle("report", EventFiles.kinesis("firehose-forwarder"));

    assertThat(response).isEqualTo(COMPLETE);
    assertThat(sink.lines)
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).startsWith("{\"type\":\"trip\"").endsWith("}\n"));
    assertThat(context.lines())
        .singleElement()
        .asString()
        .contains("\"records\":5,\"written\":3,\"failed\":0,\"poison\":0,\"skipped\":2")
        .contains("\"reasons\":{\"coordinate zero\":1,\"type\":1}");
  }

  @Test
  void tripsInsideAnAggregateAreDeliveredOneByOne() {
    var aggregate = KinesisEvents.aggregate(Trips.json(1), "?", Trips.json(2));

    assertThat(handle("report", KinesisEvents.of(List.of(aggregate)))).isEqualTo(COMPLETE);
    assertThat(sink.lines).containsExactly(Trips.json(1) + "\n", Trips.json(2) + "\n");
  }

  @Test
  void theLowestRecordThatWasNotDeliveredIsReported() {
    sink.refused = Set.of(2, 3);

    assertThat(handle("report", fourTrips())).isEqualTo(stoppedAt("102"));
    assertThat(context.lines())
        .singleElement()
        .asString()
        .contains("\"records\":4,\"written\":2,\"failed\":2")
        .contains("trips: 2 left");
  }

  @Test
  void aFailureInsideAnAggregateIsReportedUnderTheAggregatesNumber() {
    sink.refused = Set.of(2);
    var aggregate = KinesisEvents.aggregate(Trips.json(1), Trips.json(2));

    assertThat(handle("report", KinesisEvents.of(List.of(Trips.utf8(Trips.json(0)), aggregate))))
        .isEqualTo(stoppedAt("101"));
  }

  @Test
  void anInvocationThatIsToThrowSaysWhatWasNotDelivered() {
    sink.refused = Set.of(2);

    assertThatExceptionOfType(RetryableException.class)
        .isThrownBy(() -> handle("throw", fourTrips()))
        .withMessage("trips: 1 left");
    assertThat(context.lines()).singleElement().asString().contains("\"failed\":4");
  }

  @Test
  void aTripThatIsTooLargeIsReportedAfterThoseBeforeItAreDelivered() {
    assertThat(handle("report", withHugeTrip())).isEqualTo(stoppedAt("101"));
    assertThat(sink.lines).containsExactly(Trips.json(1) + "\n");
    assertThat(context.lines()).singleElement().asString().contains("\"poison\":1");
  }

  @Test
  void anInvocationThatIsToThrowDeliversNothingBesideATripThatIsTooLarge() {
    assertThatExceptionOfType(PoisonException.class)
        .isThrownBy(() -> handle("throw", withHugeTrip()))
        .withMessageStartingWith("a trip must have at most 1024000 bytes as a line, had ");
    assertThat(sink.lines).isEmpty();
  }

  @Test
  void aRefusedDeliveryBringsTheBatchBackFromItsFirstTrip() {
    var refusing =
        handler(
            "report",
            (records, _) ->
                new Calls.Progress<>(
                    records,
                    0,
                    new ConfigException("PutRecordBatch", "be accepted", "not authorized")));

    assertThat(refusing.handleRequest(KinesisEvents.of("?", Trips.json(1)), context))
        .isEqualTo(stoppedAt("101"));
  }

  @Test
  void aBatchWithoutTripsIsCompleteWithoutACall() {
    var unused =
        handler(
            "report",
            (_, _) -> {
              throw new AssertionError("called");
            });

    assertThat(unused.handleRequest(KinesisEvents.of("?", "{}"), context)).isEqualTo(COMPLETE);
    assertThat(unused.handleRequest(new KinesisEvent(), context)).isEqualTo(COMPLETE);
  }

  private StreamsEventResponse handle(String failures, KinesisEvent event) {
    return handler(failures, sink).handleRequest(event, context);
  }

  private static FirehoseForwarderHandler handler(String failures, DeliverySink sink) {
    var env = new Env(Map.of("DELIVERY_STREAM_NAME", "trips", "FAILURES", failures));
    return new FirehoseForwarderHandler(
        FirehoseForwarderConfig.from(env),
        () -> sink,
        Quarantine.NONE,
        InstantSource.fixed(Instant.EPOCH));
  }

  private static KinesisEvent fourTrips() {
    return KinesisEvents.of(Trips.json(0), Trips.json(1), Trips.json(2), Trips.json(3));
  }

  private static KinesisEvent withHugeTrip() {
    var huge = Trips.json(2).replace("{", "{\"note\":\"" + "x".repeat(1_024_000) + "\",");
    return KinesisEvents.of(Trips.json(1), huge, Trips.json(3));
  }

  private static StreamsEventResponse stoppedAt(String sequenceNumber) {
    return new StreamsEventResponse(List.of(new BatchItemFailure(sequenceNumber)));
  }

  /// Takes all trips but those with a refused id.
  private static final class FakeSink implements DeliverySink {

    final List<String> lines = new ArrayList<>();
    Set<Integer> refused = Set.of();

    @Override
    public Calls.Progress<DeliveryRecord> put(List<DeliveryRecord> records, Deadline deadline) {
      var left = new ArrayList<DeliveryRecord>();
      for (var delivery : records) {
        var line = Trips.text(delivery);
        if (refused.stream().anyMatch(id -> line.contains("\"trip_id\":%d,".formatted(id)))) {
          left.add(delivery);
        } else {
          lines.add(line);
        }
      }
      return left.isEmpty()
          ? new Calls.Progress<>(left, 0, null)
          : new Calls.Progress<>(
              left, 3, new RetryableException("trips: %d left".formatted(left.size())));
    }
  }

  @Test
  void whateverTheEventIsItIsAnsweredOrRefused() {
    EventMutations.run("firehose-forwarder", KinesisEvent.class, event -> handle("report", event));
  }
}
