package dev.millrace.sensor;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.millrace.aws.S3QuarantineSink;
import dev.millrace.aws.testkit.FakeBucket;
import dev.millrace.common.Backoff;
import dev.millrace.common.BatchSettings;
import dev.millrace.common.Calls;
import dev.millrace.common.Env;
import dev.millrace.common.FailureMode;
import dev.millrace.common.PoisonPolicy;
import dev.millrace.common.Quarantine;
import dev.millrace.common.Retry;
import dev.millrace.common.testkit.Deliveries;
import dev.millrace.common.testkit.FakeContext;
import dev.millrace.common.testkit.FaultSchedule;
import dev.millrace.common.testkit.FaultSchedule.Fault;
import dev.millrace.common.testkit.RandomShards;
import dev.millrace.common.testkit.RandomShards.Stored;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;

/// Random shards, delivered as Lambda does, through random faults of every call: the table and the
/// quarantine hold what they must, exactly.
///
/// `-Dmillrace.schedules=N` sets how many, `-Dmillrace.firstSchedule=S` which comes first.
class ExactReadingsTest {

  private static final long FIRST = Long.getLong("millrace.firstSchedule", 0);
  private static final long SCHEDULES = Long.getLong("millrace.schedules", 650);

  /// Only poison fails alone so often.
  private static final int MAX_ATTEMPTS = 25;

  @Test
  void noReadingIsMissingAndTheLastOneOfAKeyIsKept() {
    var faults = new LongAdder();
    var invocations = new LongAdder();

    LongStream.range(FIRST, FIRST + SCHEDULES)
        .parallel()
        .forEach(seed -> {
          var run = new Run(new Random(seed));
          run.play();
          run.check("seed " + seed + ", " + run.settings);
          faults.add(run.faults());
          invocations.add(run.deliveries.invocations());
        });

    System.out.printf(
        "sensor-persister: %,d schedules, %,d invocations, %,d faults, violations 0%n",
        SCHEDULES, invocations.sum(), faults.sum());
  }

  /// One schedule.
  private static final class Run {

    final Deliveries<Stored> deliveries;

    private final Random random;
    private final FaultSchedule schedule;
    private final FakeTable table;
    private final FakeBucket bucket;
    private final BatchSettings settings;
    private final SensorPersisterHandler handler;
    private final List<List<Stored>> shards;
    private FakeContext context = new FakeContext();
    private int readings;

    Run(Random random) {
      this.random = random;
      schedule = new FaultSchedule(random, random.nextDouble(0.2));
      table = new FakeTable(random, this::disturbed);
      bucket = new FakeBucket(this::disturbed);
      shards = new RandomShards(random, this::reading, this::poison).draw();
      var config = SensorPersisterConfig.from(new Env(env()));
      settings = config.batches();
      handler = handler(config);
      deliveries =
          new Deliveries<>(Stored::sequenceNumber, this::invoke, random).maxAttempts(MAX_ATTEMPTS);
    }

    void play() {
      deliveries.deliver(shards);
    }

    long faults() {
      return table.unprocessed
          + schedule.injected().values().stream().mapToLong(Integer::longValue).sum();
    }

    void check(String description) {
      var quarantined = settings.poison() instanceof PoisonPolicy.SetAside;
      var poisoned =
          shards.stream().flatMap(List::stream).filter(Stored::poisoned).collect(toSet());
      assertThat(deliveries.givenUp()).as(description).isEqualTo(quarantined ? Set.of() : poisoned);
      assertThat(bucket.objects.keySet())
          .as(description)
          .isEqualTo(quarantined ? expectedPoison().keySet() : Set.of());
      bucket.objects.forEach((key, object) ->
          assertThat(new String(object.data(), StandardCharsets.UTF_8))
              .as(description)
              .isEqualTo(expectedPoison().get(key)));
      assertThat(table.items).as(description).isEqualTo(expectedItems());
    }

    /// The last reading of each key. Of an aggregate that is given up, some can only be stored if
    /// the rest does not matter.
    private Map<Reading.Key, AttributeValue> expectedItems() {
      var wholeOnly =
          settings.poison() instanceof PoisonPolicy.Fail
              && (settings.ordered() || settings.failures() == FailureMode.THROW);
      var expected = new HashMap<Reading.Key, AttributeValue>();
      shards.stream()
          .flatMap(List::stream)
          .filter(stored -> !wholeOnly || !stored.poisoned())
          .flatMap(stored -> stored.payloads().stream())
          .filter(payload -> !payload.poison())
          .map(payload -> Readings.read(payload.text()))
          .forEach(r -> expected.put(r.key(), AttributeValue.fromN(r.distance().toString())));
      return expected;
    }

    private Map<String, String> expectedPoison() {
      var expected = new HashMap<String, String>();
      for (var shard : shards) {
        for (var stored : shard) {
          for (var i = 0; i < stored.payloads().size(); i++) {
            var payload = stored.payloads().get(i);
            if (payload.poison()) {
              expected.put(key(stored, i), payload.text());
            }
          }
        }
      }
      return expected;
    }

    private static String key(Stored stored, int place) {
      return "poison/persister/stream/%s/%s-%d"
          .formatted(stored.shardId(), stored.sequenceNumber(), place);
    }

    private Map<String, String> env() {
      return Map.of(
          "TABLE_NAME",
          "readings",
          "AWS_LAMBDA_FUNCTION_NAME",
          "persister",
          "FAILURES",
          random.nextInt(4) > 0 ? "report" : "throw",
          "ORDERED",
          String.valueOf(random.nextBoolean()),
          "POISON",
          random.nextBoolean() ? "fail" : "quarantine",
          "QUARANTINE_BUCKET",
          "poison");
    }

    private SensorPersisterHandler handler(SensorPersisterConfig config) {
      var retry = new Retry(new Backoff(Duration.ZERO, Duration.ZERO, 3), random, _ -> {});
      // one at once, or a seed would not replay
      var calls = settings.ordered() ? Calls.oneByOne(retry) : Calls.sideBySide(retry, 1);
      return new SensorPersisterHandler(
          config,
          () -> new DynamoReadingSink(table, "readings", calls),
          quarantine(settings.poison(), retry),
          InstantSource.fixed(Instant.EPOCH));
    }

    private Quarantine quarantine(PoisonPolicy policy, Retry retry) {
      return switch (policy) {
        case PoisonPolicy.Fail() -> Quarantine.NONE;
        case PoisonPolicy.SetAside place -> new S3QuarantineSink(bucket, place, "persister", retry);
      };
    }

    private StreamsEventResponse invoke(List<Stored> batch) {
      context = new FakeContext();
      return handler.handleRequest(RandomShards.event(batch), context);
    }

    /// No call begins when time is up, and whatever begins may go wrong.
    private <T> Supplier<T> disturbed(Supplier<T> call) {
      return () -> {
        assertThat(context.getRemainingTimeInMillis()).isPositive();
        return schedule.call(call, Run::failure, this::timeIsUp);
      };
    }

    private void timeIsUp() {
      context.remaining(Duration.ZERO);
    }

    /// Every reading is told from every other by its distance.
    private String reading(int shard) {
      return Readings.json(
          "u%d-%d".formatted(shard, random.nextInt(3)), random.nextInt(20), readings++);
    }

    private String poison() {
      return "{\"InputData\":\"an error %d\"}".formatted(readings++);
    }

    private static RuntimeException failure(Fault fault) {
      return switch (fault) {
        case THROTTLE ->
            ProvisionedThroughputExceededException.builder()
                .message("slow down")
                .statusCode(400)
                .awsErrorDetails(
                    AwsErrorDetails.builder()
                        .errorCode("ProvisionedThroughputExceededException")
                        .build())
                .build();
        default -> SdkClientException.create("connection reset");
      };
    }
  }
}
