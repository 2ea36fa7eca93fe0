package dev.millrace.forwarder;

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
import dev.millrace.common.testkit.RandomShards.Payload;
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
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/// Random shards, delivered as Lambda does, through random faults of every call: the delivery
/// stream and the quarantine get what they must, and a trip comes twice only for a reason.
///
/// `-Dmillrace.schedules=N` sets how many, `-Dmillrace.firstSchedule=S` which comes first.
class NoTripMissingTest {

  private static final long FIRST = Long.getLong("millrace.firstSchedule", 0);
  private static final long SCHEDULES = Long.getLong("millrace.schedules", 550);

  private static final int MAX_RECORD_BYTES = 1_000;

  /// Only poison fails alone so often.
  private static final int MAX_ATTEMPTS = 25;

  @Test
  void noTripIsMissingAndNoneIsRepeatedWithoutCause() {
    var faults = new LongAdder();
    var invocations = new LongAdder();
    var trips = new LongAdder();
    var copies = new LongAdder();

    LongStream.range(FIRST, FIRST + SCHEDULES)
        .parallel()
        .forEach(seed -> {
          var run = new Run(new Random(seed));
          run.play();
          run.check("seed " + seed + ", " + run.config);
          faults.add(run.faults());
          invocations.add(run.deliveries.invocations());
          trips.add(run.firehose.lines.size());
          copies.add(run.firehose.lines.values().stream().mapToInt(Integer::intValue).sum());
        });

    System.out.printf(
        "firehose-forwarder: %,d schedules, %,d invocations, %,d faults,"
            + " %,d trips delivered %,d times, violations 0%n",
        SCHEDULES, invocations.sum(), faults.sum(), trips.sum(), copies.sum());
  }

  /// One schedule.
  private static final class Run {

    final Deliveries<Stored> deliveries;
    final FakeFirehose firehose;
    final FirehoseForwarderConfig config;

    private final Random random;
    private final FaultSchedule schedule;
    private final FakeBucket bucket;
    private final FirehoseForwarderHandler handler;
    private final List<List<Stored>> shards;
    private final Map<Stored, Integer> invocations = new HashMap<>();
    private final Map<String, Integer> lost = new HashMap<>();
    private FakeContext context = new FakeContext();
    private int payloads;

    Run(Random random) {
      this.random = random;
      schedule = new FaultSchedule(random, random.nextDouble(0.2));
      firehose = new FakeFirehose(random, MAX_RECORD_BYTES, this::disturbed);
      bucket = new FakeBucket(this::disturbed);
      shards = new RandomShards(random, _ -> payload(), this::poison).draw();
      config = FirehoseForwarderConfig.from(new Env(env()));
      handler = handler();
      deliveries =
          new Deliveries<>(Stored::sequenceNumber, this::invoke, random).maxAttempts(MAX_ATTEMPTS);
    }

    void play() {
      deliveries.deliver(shards);
    }

    long faults() {
      return firehose.refused
          + schedule.injected().values().stream().mapToLong(Integer::longValue).sum();
    }

    void check(String description) {
      var quarantined = settings().poison() instanceof PoisonPolicy.SetAside;
      assertThat(deliveries.givenUp())
          .as(description)
          .isEqualTo(quarantined ? Set.of() : stored().filter(Stored::poisoned).collect(toSet()));
      var kept = new HashMap<String, String>();
      bucket.objects.forEach(
          (key, object) -> kept.put(key, new String(object.data(), StandardCharsets.UTF_8)));
      assertThat(kept).as(description).isEqualTo(quarantined ? expectedPoison() : Map.of());
      assertThat(firehose.lines.keySet()).as(description).isEqualTo(expectedTrips());
      stored().forEach(this::checkCopies);
    }

    /// A trip is delivered once in an invocation, and once more for each answer that was lost.
    private void checkCopies(Stored stored) {
      for (var payload : stored.payloads()) {
        var reasons = invocations.getOrDefault(stored, 0) + lost.getOrDefault(payload.text(), 0);
        assertThat(firehose.lines.getOrDefault(payload.text(), 0))
            .as(payload.text())
            .isLessThanOrEqualTo(reasons);
      }
    }

    /// Of an aggregate that is given up, nothing is delivered ahead of the checkpoint.
    private Set<String> expectedTrips() {
      var wholeOnly =
          settings().poison() instanceof PoisonPolicy.Fail
              && (settings().ordered() || settings().failures() == FailureMode.THROW);
      return stored()
          .filter(stored -> !wholeOnly || !stored.poisoned())
          .flatMap(stored -> stored.payloads().stream())
          .filter(Predicate.not(Payload::poison))
          .map(Payload::text)
          .filter(text -> text.contains("\"trip\""))
          .collect(toSet());
    }

    private Map<String, String> expectedPoison() {
      var expected = new HashMap<String, String>();
      stored()
          .forEach(stored -> {
            for (var i = 0; i < stored.payloads().size(); i++) {
              var payload = stored.payloads().get(i);
              if (payload.poison()) {
                expected.put(key(stored, i), payload.text());
              }
            }
          });
      return expected;
    }

    private static String key(Stored stored, int place) {
      return "poison/forwarder/stream/%s/%s-%d"
          .formatted(stored.shardId(), stored.sequenceNumber(), place);
    }

    private Stream<Stored> stored() {
      return shards.stream().flatMap(List::stream);
    }

    private BatchSettings settings() {
      return config.batches();
    }

    private Map<String, String> env() {
      return Map.of(
          "DELIVERY_STREAM_NAME",
          "trips",
          "MAX_RECORD_BYTES",
          String.valueOf(MAX_RECORD_BYTES),
          "PACKING",
          random.nextBoolean() ? "none" : "lines",
          "AWS_LAMBDA_FUNCTION_NAME",
          "forwarder",
          "FAILURES",
          random.nextInt(4) > 0 ? "report" : "throw",
          "ORDERED",
          String.valueOf(random.nextBoolean()),
          "POISON",
          random.nextBoolean() ? "fail" : "quarantine",
          "QUARANTINE_BUCKET",
          "poison");
    }

    private FirehoseForwarderHandler handler() {
      var retry = new Retry(new Backoff(Duration.ZERO, Duration.ZERO, 3), random, _ -> {});
      // one at once, or a seed would not replay
      var calls = settings().ordered() ? Calls.oneByOne(retry) : Calls.sideBySide(retry, 1);
      return new FirehoseForwarderHandler(
          config,
          () -> new FirehoseDeliverySink(firehose, "trips", calls),
          quarantine(settings().poison(), retry),
          InstantSource.fixed(Instant.EPOCH));
    }

    private Quarantine quarantine(PoisonPolicy policy, Retry retry) {
      return switch (policy) {
        case PoisonPolicy.Fail() -> Quarantine.NONE;
        case PoisonPolicy.SetAside place -> new S3QuarantineSink(bucket, place, "forwarder", retry);
      };
    }

    private StreamsEventResponse invoke(List<Stored> batch) {
      batch.forEach(stored -> invocations.merge(stored, 1, Integer::sum));
      context = new FakeContext();
      return handler.handleRequest(RandomShards.event(batch), context);
    }

    /// No call begins when time is up, and whatever begins may go wrong.
    private <T> Supplier<T> disturbed(Supplier<T> call) {
      return () -> {
        assertThat(context.getRemainingTimeInMillis()).isPositive();
        firehose.last = List.of();
        return schedule.call(call, this::failure, this::timeIsUp);
      };
    }

    private void timeIsUp() {
      context.remaining(Duration.ZERO);
    }

    private String payload() {
      return random.nextInt(6) == 0 ? "{\"type\":\"heartbeat\"}" : Trips.json(payloads++);
    }

    private String poison() {
      var note = "{\"note\":\"%s\",".formatted("x".repeat(MAX_RECORD_BYTES));
      return Trips.json(payloads++).replace("{", note);
    }

    private RuntimeException failure(Fault fault) {
      if (fault == Fault.LOST_ANSWER) {
        firehose.last.forEach(line -> lost.merge(line, 1, Integer::sum));
      }
      return fault == Fault.THROTTLE
          ? AwsServiceException.builder().statusCode(503).message("slow down").build()
          : SdkClientException.create("connection reset");
    }
  }
}
