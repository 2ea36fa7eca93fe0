package dev.millrace.cli.produce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.cli.fake.FakeKinesis;
import dev.millrace.cli.fake.FakeSession;
import dev.millrace.cli.feed.FeedException;
import dev.millrace.cli.feed.Feeder;
import dev.millrace.cli.feed.Keyed;
import dev.millrace.cli.feed.PlainFeeder;
import dev.millrace.cli.feed.Progress;
import dev.millrace.cli.feed.StreamFeeder;
import dev.millrace.cli.input.EndlessReadings;
import dev.millrace.cli.input.EndlessTrips;
import dev.millrace.cli.input.ReadingInput;
import dev.millrace.cli.input.TripInput;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ProductionTest {

  private final FakeSession session = new FakeSession();
  private final FakeKinesis kinesis = new FakeKinesis();
  private final Progress progress = new Progress();
  private final Feeder<TripInput> feeder =
      new PlainFeeder(new StreamFeeder(kinesis, "s", progress, session))
          .from(trip -> new Keyed(Long.toString(trip.tripId()), trip.json(), true));

  private Tally produce(double rate, long count, Duration duration, Duration linger)
      throws IOException {
    var production = new Production<>(feeder, new Limits(rate, count, duration), linger, session);
    production.run(new EndlessTrips(1, _ -> false), _ -> {}, () -> {});
    return production.tally(progress);
  }

  @Test
  void theRateIsKeptUntilTheTimeIsOver() throws IOException {
    var tally = produce(50, Long.MAX_VALUE, Duration.ofSeconds(10), Duration.ZERO);

    assertThat(tally.summary(false))
        .isEqualTo("sent 500 in 10.0 s (50.0/s), 0 throttled and sent again, 0 lost");
    assertThat(kinesis.calls).hasSize(500);
  }

  @Test
  void itEndsWithTheLastOfTheCount() throws IOException {
    var tally = produce(10, 21, Duration.ofHours(1), Duration.ZERO);

    assertThat(tally.sent()).isEqualTo(21);
    assertThat(tally.time()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void recordsOfAHighRateShareCalls() throws IOException {
    produce(10_000, 5_001, Duration.ofHours(1), Duration.ZERO);

    assertThat(kinesis.calls).hasSizeLessThan(60).startsWith(1, 100, 100);
  }

  @Test
  void recordsThatMayWaitShareCallsAtALowRate() throws IOException {
    produce(50, 51, Duration.ofHours(1), Duration.ofMillis(100));

    assertThat(kinesis.calls).hasSizeBetween(8, 12);
  }

  @Test
  void ctrlCEndsItAndWhatWasHandedIsSent() throws IOException {
    session.endNanos = Duration.ofMillis(350).toNanos();

    var tally = produce(10, Long.MAX_VALUE, Limits.FOREVER, Duration.ofSeconds(1));

    assertThat(tally.sent()).isEqualTo(4);
    assertThat(tally.waiting()).isZero();
  }

  @Test
  void ctrlCEndsItWhileItIsThrottledAndTheRestIsCounted() {
    kinesis.refusing = Integer.MAX_VALUE;
    session.endNanos = Duration.ofSeconds(1).toNanos();
    var production =
        new Production<>(
            feeder, new Limits(1000, 3, Limits.FOREVER), Duration.ofMillis(10), session);

    assertThatThrownBy(() -> production.run(new EndlessTrips(1, _ -> false), _ -> {}, () -> {}))
        .isInstanceOf(FeedException.class)
        .hasMessage(
            "stream s had not taken 1 records when told to end:"
                + " ProvisionedThroughputExceededException: slow down");
    assertThat(kinesis.calls).as("pauses of 100, 200, 400 and 800 ms").hasSizeLessThan(6);
    assertThat(production.tally(progress).waiting()).isPositive();
  }

  @Test
  void whatIsNotTakenIsCounted() {
    Feeder<TripInput> refusing =
        new Feeder<>() {
          @Override
          public void send(TripInput trip) {}

          @Override
          public void flush() {
            throw new FeedException("no");
          }
        };
    var production =
        new Production<>(
            refusing, new Limits(1000, 3, Limits.FOREVER), Duration.ofSeconds(1), session);

    assertThatThrownBy(() -> production.run(new EndlessTrips(1, _ -> false), _ -> {}, () -> {}))
        .hasMessage("no");
    assertThat(production.tally(progress).summary(false)).endsWith(", 3 lost");
  }

  @Test
  void throttledRecordsOfAKeyStayInOrder() throws IOException {
    kinesis.refusing = 4;
    var readings = new EndlessReadings(List.of("A", "B"), 1, _ -> false, session);
    var sent = new ArrayList<String>();
    var production =
        new Production<ReadingInput>(
            new PlainFeeder(new StreamFeeder(kinesis, "s", progress, session))
                .from(reading -> {
                  sent.add(new String(reading.data(), UTF_8));
                  return new Keyed(reading.partitionKey(), reading.data(), true);
                }),
            new Limits(1000, 20, Limits.FOREVER),
            Duration.ofSeconds(1),
            session);
    production.run(readings, _ -> {}, () -> {});

    for (var name : Set.of("A", "B")) {
      var needle = "\"Name\":\"" + name + "\"";
      assertThat(
              kinesis.data("s").stream()
                  .map(data -> new String(data, UTF_8))
                  .filter(s -> s.contains(needle)))
          .containsExactlyElementsOf(sent.stream().filter(s -> s.contains(needle)).toList());
    }
    assertThat(production.tally(progress).retried()).isPositive();
  }

  @Test
  void readingsAreFromNowAndNoTwoOfAUnicornHaveTheSameTime() {
    var times = new ArrayList<String>();
    new EndlessReadings(List.of("A"), 1, _ -> false, session)
        .whileWanted(
            reading -> {
              var json = JsonMapper.shared().readTree(reading.data());
              times.add(json.path("StatusTime").asString());
              if (times.size() == 2) {
                session.advance(Duration.ofSeconds(1));
              }
              return times.size() < 3;
            },
            _ -> {});

    assertThat(times)
        .containsExactly(
            "2026-01-01 00:00:00.000", "2026-01-01 00:00:00.001", "2026-01-01 00:00:01.000");
  }

  @Test
  void everyNthTripIsSpuriousOfEachKindInTurn() {
    var types = new ArrayList<String>();
    new EndlessTrips(1, position -> position % 2 == 1)
        .whileWanted(
            trip -> {
              types.add(
                  trip.type()
                      + trip.pickup().longitude().map(x -> x.signum() == 0 ? " 0" : "").orElse("")
                      + (trip.pickup().latitude().isEmpty() ? " missing" : ""));
              return types.size() < 6;
            },
            _ -> {});

    assertThat(types)
        .containsExactly("trip", "heartbeat", "trip", "trip 0", "trip", "trip missing");
  }
}
