package dev.millrace.window;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import com.amazonaws.services.lambda.runtime.events.KinesisTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import com.amazonaws.services.lambda.runtime.events.models.TimeWindow;
import dev.millrace.common.Backoff;
import dev.millrace.common.Env;
import dev.millrace.common.Retry;
import dev.millrace.common.testkit.FakeContext;
import dev.millrace.common.testkit.FaultSchedule;
import dev.millrace.common.testkit.FaultSchedule.Fault;
import dev.millrace.common.testkit.KinesisEvents;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;

/// One window of several shards, cut, repeated and disturbed at random.
///
/// `-Dmillrace.schedules=N` plays so many, `-Dmillrace.seed=S` one of them.
class ExactTotalsTest {

  private static final String START = "2017-06-05T09:17:00Z";
  private static final List<String> NAMES = List.of("u0", "u1", "u2", "u3", "u4");
  private static final Map<Fault, Integer> INJECTED = new EnumMap<>(Fault.class);

  private static int schedules;
  private static int held;

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theStoredTotalsAreThoseOfTheMessages(long seed) {
    var window = new Disturbed(new Random(seed));
    for (var shard = 0; shard < 3; shard++) {
      window.play("shard-" + shard);
    }
    schedules++;
    window.faults.injected().forEach((fault, times) -> INJECTED.merge(fault, times, Integer::sum));

    for (var name : NAMES) {
      assertThat(window.stored(name)).as(name).isIn(window.possible(name));
    }
    assertThat(window.table.items).hasSizeLessThanOrEqualTo(NAMES.size());
    held++;
  }

  static LongStream seeds() {
    var seed = Long.getLong("millrace.seed");
    return seed == null
        ? LongStream.range(0, Long.getLong("millrace.schedules", 250))
        : LongStream.of(seed);
  }

  @AfterAll
  static void report() {
    System.out.printf(
        "window-aggregator: %,d schedules, faults %s, %,d violations%n",
        schedules, new TreeMap<>(INJECTED), schedules - held);
  }

  /// What an item says of these values: nothing if there are none.
  private static Map<String, AttributeValue> item(List<BigDecimal> values) {
    return values.isEmpty()
        ? Map.of()
        : Map.of(
            "count", number(BigDecimal.valueOf(values.size())),
            "distance", number(values.stream().reduce(BigDecimal::add).orElseThrow()),
            "least", number(values.stream().reduce(BigDecimal::min).orElseThrow()),
            "most", number(values.stream().reduce(BigDecimal::max).orElseThrow()));
  }

  private static AttributeValue number(BigDecimal value) {
    var bare = value.stripTrailingZeros();
    return AttributeValue.fromN((bare.scale() < 0 ? bare.setScale(0) : bare).toString());
  }

  /// A message, and the record it came in.
  private record Sent(String name, BigDecimal distance, KinesisEventRecord record) {}

  /// Plays Lambda's part: it delivers again what failed, and now and then what did not; it cuts
  /// batches in two, and gives up records that have become too old.
  private static final class Disturbed {

    final FakeTable table = new FakeTable();
    final FaultSchedule faults;

    private final Random random;
    private final WindowAggregatorHandler handler;
    private final List<Sent> all = new ArrayList<>();
    private final List<Sent> givenUp = new ArrayList<>();
    private FakeContext context = new FakeContext();

    Disturbed(Random random) {
      this.random = random;
      faults = new FaultSchedule(random, 0.25);
      table.otherwise =
          update ->
              () ->
                  faults.call(
                      () -> {
                        update.run();
                        return update;
                      },
                      Disturbed::failure,
                      () -> context.remaining(Duration.ZERO));
      var env =
          new Env(
              Map.of(
                  "TABLE_NAME", "totals",
                  "KEY_FIELD", "Name",
                  "KEY_ATTRIBUTE", "name",
                  "SUM", "Distance:distance",
                  "MIN", "Distance:least",
                  "MAX", "Distance:most",
                  "FAILURES", random.nextBoolean() ? "report" : "throw",
                  "MAX_STATE_BYTES", String.valueOf(100 + random.nextInt(1_000)),
                  "MAX_STATE_KEYS", String.valueOf(1 + random.nextInt(9))));
      var retry = new Retry(new Backoff(Duration.ZERO, Duration.ZERO, 2), random, _ -> {});
      handler =
          new WindowAggregatorHandler(
              WindowAggregatorConfig.from(env),
              () -> new DynamoAggregateSink(table, "totals", "name", KeyType.S, retry, 1),
              InstantSource.fixed(Instant.EPOCH));
    }

    void play(String shardId) {
      Map<String, String> state = Map.of();
      for (var batches = random.nextInt(8); batches > 0; batches--) {
        state = deliver(shardId, send(), random.nextInt(4) == 0, false, state);
      }
      var last = random.nextBoolean() ? List.<Sent>of() : send();
      assertThat(deliver(shardId, last, false, true, state)).isEmpty();
    }

    /// All that may be stored of a name: each record that was given up may have counted before.
    List<Map<String, AttributeValue>> possible(String name) {
      var possible = new ArrayList<List<BigDecimal>>();
      possible.add(new ArrayList<>(values(name, false)));
      for (var value : values(name, true)) {
        for (var without : List.copyOf(possible)) {
          var with = new ArrayList<>(without);
          with.add(value);
          possible.add(with);
        }
      }
      return possible.stream().map(ExactTotalsTest::item).toList();
    }

    Map<String, AttributeValue> stored(String name) {
      var item = new HashMap<>(table.item("name", AttributeValue.fromS(name), START));
      item.keySet().retainAll(List.of("count", "distance", "least", "most"));
      return item;
    }

    private List<BigDecimal> values(String name, boolean isGivenUp) {
      return all.stream()
          .filter(sent -> sent.name().equals(name) && givenUp.contains(sent) == isGivenUp)
          .map(Sent::distance)
          .toList();
    }

    private Map<String, String> deliver(
        String shardId, List<Sent> batch, boolean early, boolean last, Map<String, String> given) {
      var left = batch;
      var state = given;
      while (true) {
        var response = invoke(event(shardId, left, early, last, state));
        if (response.isPresent() && response.get().getBatchItemFailures().isEmpty()) {
          if (random.nextInt(5) > 0) {
            return response.get().getState();
          }
        } else if (left.size() > 1 && random.nextInt(3) == 0) {
          state = deliver(shardId, left.subList(0, left.size() / 2), false, false, state);
          left = left.subList(left.size() / 2, left.size());
        } else if (left.size() > 1 && givenUp.size() < 4 && random.nextInt(3) == 0) {
          givenUp.add(left.getFirst());
          left = left.subList(1, left.size());
        }
      }
    }

    private Optional<TimeWindowEventResponse> invoke(KinesisTimeWindowEvent event) {
      context = new FakeContext();
      try {
        return Optional.of(handler.handleRequest(event, context));
      } catch (RuntimeException e) {
        return Optional.empty();
      }
    }

    private static RuntimeException failure(Fault fault) {
      return switch (fault) {
        case THROTTLE -> ProvisionedThroughputExceededException.builder().statusCode(400).build();
        case SERVER_ERROR -> InternalServerErrorException.builder().statusCode(500).build();
        default -> SdkClientException.create("connection reset");
      };
    }

    private List<Sent> send() {
      var batch = new ArrayList<Sent>();
      for (var i = 1 + random.nextInt(6); i > 0; i--) {
        var name = NAMES.get(random.nextInt(NAMES.size()));
        var distance = BigDecimal.valueOf(random.nextInt(9_999), 2);
        var json = "{\"Name\":\"%s\",\"Distance\":%s}".formatted(name, distance);
        var streamRecord =
            KinesisEvents.records(List.of(json.getBytes(StandardCharsets.UTF_8))).getFirst();
        streamRecord.getKinesis().setSequenceNumber(String.valueOf(all.size()));
        var sent = new Sent(name, distance, streamRecord);
        all.add(sent);
        batch.add(sent);
      }
      return batch;
    }

    private static KinesisTimeWindowEvent event(
        String shardId, List<Sent> batch, boolean early, boolean last, Map<String, String> state) {
      var event = new KinesisTimeWindowEvent();
      event.setRecords(batch.stream().map(Sent::record).toList());
      event.setState(state);
      event.setShardId(shardId);
      event.setWindow(new TimeWindow(START, "2017-06-05T09:18:00Z"));
      event.setIsWindowTerminatedEarly(early);
      event.setIsFinalInvokeForWindow(last);
      return event;
    }
  }
}
