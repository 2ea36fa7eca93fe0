package dev.millrace.sensor;

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
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SensorPersisterHandlerTest {

  private static final StreamsEventResponse COMPLETE = new StreamsEventResponse(List.of());

  private final FakeSink sink = new FakeSink();
  private final FakeContext context = new FakeContext();

  @Test
  void everyReadingOfTheEventFileIsWritten() {
    var response = handle("report", EventFiles.kinesis("sensor-persister"));

    assertThat(response).isEqualTo(COMPLETE);
    assertThat(sink.written.stream().map(Reading::name))
        .containsExactly("Shadowfax", "Bucephalus", "Shadowfax", "Rocinante");
    assertThat(context.lines())
        .singleElement()
        .asString()
        .contains("\"records\":4,\"written\":4,\"failed\":0,\"poison\":0")
        .contains("\"firstSequenceNumber\":\"4966000000000");
  }

  @Test
  void readingsInsideAnAggregateAreWrittenToo() {
    var aggregate =
        KinesisEvents.aggregate(
            Readings.json("Shadowfax", 1, 10), Readings.json("Rocinante", 1, 20));

    assertThat(handle("report", KinesisEvents.of(List.of(aggregate)))).isEqualTo(COMPLETE);
    assertThat(sink.written)
        .containsExactly(
            Readings.reading("Shadowfax", 1, 10), Readings.reading("Rocinante", 1, 20));
  }

  @Test
  void ifTheFifthOfNineIsPoisonFourAreWrittenAndTheFifthIsReported() {
    assertThat(handle("report", nineWithPoisonAt(4))).isEqualTo(stoppedAt("104"));
    assertThat(sink.written).hasSize(4);
    assertThat(context.lines())
        .singleElement()
        .asString()
        .contains("\"records\":9,\"written\":4,\"failed\":5,\"poison\":1")
        .contains("InputData must be a string without \\\"error\\\"");
  }

  @Test
  void ofAnAggregateWithPoisonNothingIsWrittenAndItsNumberIsReported() {
    var first = Readings.json("Shadowfax", 1, 10).getBytes(StandardCharsets.UTF_8);
    var aggregate = KinesisEvents.aggregate(Readings.json("Rocinante", 1, 20), "poison");

    assertThat(handle("report", KinesisEvents.of(List.of(first, aggregate))))
        .isEqualTo(stoppedAt("101"));
    assertThat(sink.written).containsExactly(Readings.reading("Shadowfax", 1, 10));
  }

  @Test
  void poisonAtTheHeadIsReportedWithoutWritingAnything() {
    assertThat(handle("report", nineWithPoisonAt(0))).isEqualTo(stoppedAt("100"));
    assertThat(sink.written).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 8})
  void anInvocationThatIsToThrowWritesNothingOfAPoisonedBatch(int poison) {
    assertThatExceptionOfType(PoisonException.class)
        .isThrownBy(() -> handle("throw", nineWithPoisonAt(poison)))
        .withMessage("InputData must be a string without \"error\", was \"an error\"");
    assertThat(sink.written).isEmpty();
    assertThat(context.lines()).singleElement().asString().contains("\"failed\":9,\"poison\":1");
  }

  @Test
  void theLowestRecordThatCouldNotBeWrittenIsReported() {
    sink.room = 3;

    assertThat(handle("report", nineWithPoisonAt(8))).isEqualTo(stoppedAt("103"));
    assertThat(context.lines())
        .singleElement()
        .asString()
        .contains("\"written\":3,\"failed\":6,\"poison\":0,\"skipped\":0,\"retries\":7")
        .contains("readings: 5 left");
  }

  @Test
  void anInvocationThatIsToThrowSaysWhatCouldNotBeWritten() {
    sink.room = 3;

    assertThatExceptionOfType(RetryableException.class)
        .isThrownBy(() -> handle("throw", EventFiles.kinesis("sensor-persister")))
        .withMessage("readings: 1 left");
  }

  @Test
  void aRefusedWriteBringsTheBatchBackFromItsFirstReading() {
    var refusing =
        handler(
            "report",
            (readings, _) ->
                new Calls.Progress<>(
                    readings,
                    0,
                    new ConfigException("BatchWriteItem", "be accepted", "not authorized")));

    assertThat(refusing.handleRequest(nineWithPoisonAt(8), context)).isEqualTo(stoppedAt("100"));
    assertThat(context.lines())
        .singleElement()
        .asString()
        .contains("BatchWriteItem must be accepted, was not authorized");
  }

  @Test
  void anEmptyEventIsComplete() {
    assertThat(handle("report", new KinesisEvent())).isEqualTo(COMPLETE);
  }

  private StreamsEventResponse handle(String failures, KinesisEvent event) {
    return handler(failures, sink).handleRequest(event, context);
  }

  private static SensorPersisterHandler handler(String failures, ReadingSink sink) {
    var env = new Env(Map.of("TABLE_NAME", "readings", "FAILURES", failures));
    return new SensorPersisterHandler(
        SensorPersisterConfig.from(env),
        () -> sink,
        Quarantine.NONE,
        InstantSource.fixed(Instant.EPOCH));
  }

  private static KinesisEvent nineWithPoisonAt(int place) {
    return KinesisEvents.of(
        IntStream.range(0, 9)
            .mapToObj(i -> {
              var json = Readings.json("Shadowfax", i, i);
              return i == place ? json.replace("{", "{\"InputData\":\"an error\",") : json;
            })
            .toArray(String[]::new));
  }

  private static StreamsEventResponse stoppedAt(String sequenceNumber) {
    return new StreamsEventResponse(List.of(new BatchItemFailure(sequenceNumber)));
  }

  /// Takes so many readings and no more.
  private static final class FakeSink implements ReadingSink {

    final List<Reading> written = new ArrayList<>();
    int room = Integer.MAX_VALUE;

    @Override
    public Calls.Progress<Reading> put(List<Reading> readings, Deadline deadline) {
      var taken = Math.min(room, readings.size());
      written.addAll(readings.subList(0, taken));
      var left = readings.subList(taken, readings.size());
      return left.isEmpty()
          ? new Calls.Progress<>(left, 0, null)
          : new Calls.Progress<>(
              left, 7, new RetryableException("readings: %d left".formatted(left.size())));
    }
  }

  @Test
  void whateverTheEventIsItIsAnsweredOrRefused() {
    EventMutations.run("sensor-persister", KinesisEvent.class, event -> handle("report", event));
  }
}
