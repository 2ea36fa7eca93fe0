package dev.millrace.window;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.KinesisTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import com.amazonaws.services.lambda.runtime.events.models.TimeWindow;
import dev.millrace.common.Backoff;
import dev.millrace.common.Env;
import dev.millrace.common.Retry;
import dev.millrace.common.RetryableException;
import dev.millrace.common.testkit.FakeContext;
import dev.millrace.common.testkit.KinesisEvents;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// One window of several shards, cut, repeated and disturbed at random.
class ExactTotalsTest {

  private static final String START = "2017-06-05T09:17:00Z";

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theStoredTotalsAreThoseOfTheMessages(long seed) {
    var window = new Disturbed(new Random(seed));
    for (var shard = 0; shard < 3; shard++) {
      window.play("shard-" + shard);
    }

    window.expected.forEach((name, values) ->
        assertThat(window.table.item("name", AttributeValue.fromS(name), START))
            .as(name)
            .containsEntry("count", number(BigDecimal.valueOf(values.size())))
            .containsEntry(
                "distance", number(values.stream().reduce(BigDecimal::add).orElseThrow()))
            .containsEntry("least", number(values.stream().reduce(BigDecimal::min).orElseThrow()))
            .containsEntry("most", number(values.stream().reduce(BigDecimal::max).orElseThrow())));
    assertThat(window.table.items).hasSameSizeAs(window.expected);
  }

  static LongStream seeds() {
    return LongStream.range(0, 150);
  }

  private static AttributeValue number(BigDecimal value) {
    var bare = value.stripTrailingZeros();
    return AttributeValue.fromN((bare.scale() < 0 ? bare.setScale(0) : bare).toString());
  }

  /// Plays Lambda's part: it delivers again what failed, and now and then what did not.
  private static final class Disturbed {

    final FakeTable table = new FakeTable();
    final Map<String, List<BigDecimal>> expected = new HashMap<>();

    private final Random random;
    private final WindowAggregatorHandler handler;
    private int sent;

    Disturbed(Random random) {
      this.random = random;
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
                  "MAX_STATE_BYTES", String.valueOf(100 + random.nextInt(1_000))));
      var retry = new Retry(new Backoff(Duration.ZERO, Duration.ZERO, 2), random, _ -> {});
      handler =
          new WindowAggregatorHandler(
              WindowAggregatorConfig.from(env),
              new DynamoAggregateSink(table, "totals", "name", KeyType.S, retry),
              InstantSource.fixed(Instant.EPOCH));
    }

    void play(String shardId) {
      Map<String, String> state = Map.of();
      for (var batches = random.nextInt(8); batches > 0; batches--) {
        var event = event(shardId);
        event.setIsWindowTerminatedEarly(random.nextInt(4) == 0);
        state = deliver(event, state);
      }
      var last = event(shardId);
      if (random.nextBoolean()) {
        last.getRecords().clear();
      } else {
        record(last);
      }
      last.setIsFinalInvokeForWindow(true);
      assertThat(deliver(last, state)).isEmpty();
    }

    private Map<String, String> deliver(KinesisTimeWindowEvent event, Map<String, String> given) {
      if (!Boolean.TRUE.equals(event.getIsFinalInvokeForWindow())) {
        record(event);
      }
      event.setState(given);
      disturb();
      while (true) {
        var response = attempt(event);
        response.ifPresent(answer -> event.setState(answer.getState()));
        if (response.isPresent() && response.get().getBatchItemFailures().isEmpty()) {
          if (random.nextInt(5) > 0) {
            return response.get().getState();
          }
          event.setState(given); // the answer never reached Lambda
        }
      }
    }

    private Optional<TimeWindowEventResponse> attempt(KinesisTimeWindowEvent event) {
      try {
        return Optional.of(handler.handleRequest(event, new FakeContext()));
      } catch (RetryableException e) {
        return Optional.empty();
      }
    }

    /// Some of the next calls fail, before or after they have done their work.
    private void disturb() {
      for (var i = random.nextInt(6); i > 0; i--) {
        var done = random.nextBoolean();
        var fails = random.nextBoolean();
        table.faults.add(update ->
            () -> {
              if (done || !fails) {
                update.run();
              }
              if (fails) {
                throw SdkClientException.create("connection reset");
              }
            });
      }
    }

    private KinesisTimeWindowEvent event(String shardId) {
      var payloads = new ArrayList<byte[]>();
      for (var i = 1 + random.nextInt(6); i > 0; i--) {
        var json =
            "{\"Name\":\"u%d\",\"Distance\":%s}"
                .formatted(random.nextInt(5), BigDecimal.valueOf(random.nextInt(9_999), 2));
        payloads.add(json.getBytes(StandardCharsets.UTF_8));
      }
      var event = new KinesisTimeWindowEvent();
      event.setRecords(KinesisEvents.records(payloads));
      event.getRecords().forEach(r -> r.getKinesis().setSequenceNumber(String.valueOf(sent++)));
      event.setShardId(shardId);
      event.setWindow(new TimeWindow(START, "2017-06-05T09:18:00Z"));
      return event;
    }

    private void record(KinesisTimeWindowEvent event) {
      var fields =
          new MessageDecoder(
              new WindowFields(
                  "Name",
                  KeyType.S,
                  List.of(new Measure("Distance", new Target(Target.Kind.SUM, "x"))),
                  List.of()));
      for (var streamRecord : event.getRecords()) {
        var data = streamRecord.getKinesis().getData().duplicate();
        var bytes = new byte[data.remaining()];
        data.get(bytes);
        if (fields.decode(bytes) instanceof Message.Sample(var name, var values)) {
          expected.computeIfAbsent(name, _ -> new ArrayList<>()).addAll(values.values());
        }
      }
    }
  }
}
