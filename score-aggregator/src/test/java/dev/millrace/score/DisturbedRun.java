package dev.millrace.score;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.millrace.common.Backoff;
import dev.millrace.common.Deadline;
import dev.millrace.common.Decoded;
import dev.millrace.common.FailureMode;
import dev.millrace.common.Json;
import dev.millrace.common.Retry;
import dev.millrace.common.testkit.Deliveries;
import dev.millrace.common.testkit.FakeContext;
import dev.millrace.common.testkit.FaultSchedule;
import dev.millrace.common.testkit.FaultSchedule.Fault;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/// The aggregator under Lambda's deliveries of a random history, while everything around it fails.
final class DisturbedRun {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  final FakeTables tables = new FakeTables();
  final FakeStream stream = new FakeStream();
  final ScoreHistory history;
  final Map<String, Integer> faults = new TreeMap<>();
  final List<String> violations = new ArrayList<>();

  private final SplittableRandom random;
  private final double rate;
  private final FaultSchedule schedule;
  private final ScoreAggregatorHandler handler;
  private final Deque<Runnable> underWay = new ArrayDeque<>();
  private final Map<String, String> sent = new HashMap<>();
  private final Deliveries<ScoreHistory.Change> deliveries;
  private FakeContext context = new FakeContext();

  DisturbedRun(long seed, Delivery delivery) {
    random = new SplittableRandom(seed);
    rate = random.nextInt(4) == 0 ? 0 : random.nextDouble(0.4);
    schedule = new FaultSchedule(random.split(), rate);
    history = new ScoreHistory(random.split(), 1 + random.nextInt(40), random.nextInt(8) == 0);
    for (var shards = 1 + random.nextInt(3); shards > 0; shards--) {
      history.shard(1 + random.nextInt(30));
    }
    disturb();
    handler = handler(delivery);
    deliveries =
        new Deliveries<>(ScoreHistory.Change::sequenceNumber, this::invoke, random.split());
    deliveries.deliver(history.shards);
    schedule.injected().forEach((fault, times) -> faults.put(fault.name(), times));
    arriveLate();
  }

  private ScoreAggregatorHandler handler(Delivery delivery) {
    var backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2), 1 + random.nextInt(4));
    var retry = new Retry(backoff, random.split(), time -> context.advance(time));
    var totals =
        switch (delivery) {
          case Delivery.ExactlyOnce ledger -> inSmallChunks(ledger, retry);
          case Delivery.AtLeastOnce() ->
              new PlainTotalsSink(tables, "GameScoresByUser", retry, TIMEOUT);
        };
    var events = new KinesisEventSink(stream, "Lab-stream", retry, TIMEOUT);
    return new ScoreAggregatorHandler(
        new ScoreAggregatorConfig(
            "GameScoresByUser",
            delivery,
            Optional.of("Lab-stream"),
            random.nextBoolean() ? FailureMode.REPORT : FailureMode.THROW,
            backoff,
            TIMEOUT,
            Duration.ofSeconds(1)),
        () -> new TotalsThenEvents(totals, Optional.of(events), "GameScoresByUser"),
        InstantSource.fixed(Instant.EPOCH));
  }

  /// Lambda's batches of a few records would each be one transaction of a hundred actions.
  private TotalsSink inSmallChunks(Delivery.ExactlyOnce ledger, Retry retry) {
    var clock = InstantSource.fixed(Instant.EPOCH);
    var sink = new ExactTotalsSink(tables, "GameScoresByUser", ledger, retry, TIMEOUT, clock);
    return new TotalsSink() {
      @Override
      public List<List<Placed>> chunks(List<Placed> batch) {
        return Chunks.of(batch, 3 + random.nextInt(20));
      }

      @Override
      public Added add(List<ScoreChange> chunk, Deadline deadline) {
        return sink.add(chunk, deadline);
      }
    };
  }

  private StreamsEventResponse invoke(List<ScoreHistory.Change> batch) {
    context =
        new FakeContext().remaining(Duration.ofSeconds(random.nextDouble() < rate / 8 ? 0 : 60));
    var event = new DynamodbEvent();
    event.setRecords(batch.stream().map(ScoreHistory.Change::record).toList());
    return handler.handleRequest(event, context);
  }

  // ---- what goes wrong

  private void disturb() {
    tables.refused.add(ScoreHistory.BAD);
    tables.network = this::toTables;
    tables.rivals = this::conflict;
    stream.network = call -> disturb(call, DisturbedRun::kinesisFailure);
    stream.refuses = _ -> chance(rate / 4, "REFUSED_RECORD");
    stream.arrival = this::arrive;
  }

  /// A call that nobody waits for any more may take effect long after.
  private void toTables(Runnable call) {
    if (random.nextBoolean()) {
      arriveLate();
    }
    if (chance(rate / 6, "LATE_EFFECT")) {
      underWay.add(call);
      throw SdkClientException.create("timed out");
    }
    disturb(call, this::dynamoFailure);
  }

  private void arriveLate() {
    while (!underWay.isEmpty()) {
      try {
        underWay.pop().run();
      } catch (DynamoDbException e) {
        faults.merge("LATE_AND_REFUSED", 1, Integer::sum);
      }
    }
  }

  private List<String> conflict(List<String> codes) {
    if (!chance(rate / 6, "TRANSACTION_CONFLICT")) {
      return codes;
    }
    var with = new ArrayList<>(codes);
    with.set(random.nextInt(codes.size()), "TransactionConflict");
    return with;
  }

  private void disturb(Runnable call, Failure failure) {
    Boolean done =
        schedule.call(
            () -> {
              call.run();
              return true;
            },
            failure::of,
            () -> context.remaining(Duration.ZERO));
    if (!done) {
      throw new AssertionError("a call that neither failed nor was made");
    }
  }

  private interface Failure {
    RuntimeException of(Fault fault);
  }

  private RuntimeException dynamoFailure(Fault fault) {
    return switch (fault) {
      case THROTTLE ->
          random.nextBoolean()
              ? FakeTables.refusal(400, "ThrottlingException")
              : FakeTables.cancelled(List.of("ThrottlingError"));
      case SERVER_ERROR -> FakeTables.refusal(500, "InternalServerError");
      default -> SdkClientException.create("connection reset");
    };
  }

  private static RuntimeException kinesisFailure(Fault fault) {
    return switch (fault) {
      case THROTTLE -> FakeStream.refusal(400, "ProvisionedThroughputExceededException");
      case SERVER_ERROR -> FakeStream.refusal(500, "InternalFailure");
      default -> SdkClientException.create("connection reset");
    };
  }

  private boolean chance(double probability, String fault) {
    var happens = random.nextDouble() < probability;
    if (happens) {
      faults.merge(fault, 1, Integer::sum);
    }
    return happens;
  }

  // ---- what must not happen

  private void arrive(PutRecordsRequestEntry entry) {
    var text = entry.data().asUtf8String();
    var id = String.valueOf(fields(text).get("id"));
    check(
        !tables.updates.isEmpty() || tables.ledger.containsKey(change(id)),
        id + " was sent before its change was counted");
    var before = sent.put(id, text);
    check(before == null || before.equals(text), id + " was " + before + ", then " + text);
    check(entry.partitionKey().equals(fields(text).get("username")), id + " is under another key");
  }

  void checkTotals() {
    var totals = plain(tables.totals);
    check(totals.equals(plain(history.totals())), "totals are " + totals);
  }

  void checkLedger() {
    var counted = ids(history.counted().stream());
    check(tables.ledger.keySet().equals(counted), "the ledger holds " + tables.ledger);
  }

  void checkGivenUp() {
    var givenUp = ids(deliveries.givenUp().stream());
    var poison =
        ids(history.shards.stream().flatMap(List::stream).filter(ScoreHistory.Change::poison));
    check(givenUp.equals(poison), givenUp + " were given up, not " + poison);
  }

  void checkEvents() {
    var events = sent.values().stream().map(DisturbedRun::fields).toList();
    var told =
        events.stream()
            .collect(
                groupingBy(
                    event -> change(String.valueOf(event.get("id"))),
                    toMap(
                        event -> String.valueOf(event.get("username")),
                        event -> new BigDecimal(String.valueOf(event.get("score"))))));
    for (var change : history.counted()) {
      var points = told.remove(change.id());
      check(
          points != null && plain(points).equals(plain(change.points())),
          change.id() + " was told as " + points);
    }
    check(told.isEmpty(), "nobody changed " + told);
  }

  private static Map<String, BigDecimal> plain(Map<String, BigDecimal> sums) {
    var plain = new TreeMap<String, BigDecimal>();
    sums.forEach((user, sum) -> {
      if (sum.signum() != 0) {
        plain.put(user, sum.stripTrailingZeros());
      }
    });
    return plain;
  }

  private static Set<String> ids(Stream<ScoreHistory.Change> changes) {
    return changes.map(ScoreHistory.Change::id).collect(toCollection(TreeSet::new));
  }

  private static String change(String eventId) {
    return eventId.substring(0, eventId.lastIndexOf(':'));
  }

  private static Map<String, @Nullable Object> fields(String json) {
    return switch (Json.object(json.getBytes(StandardCharsets.UTF_8))) {
      case Decoded.Valid(var fields) -> fields;
      case Decoded.Malformed(var reason) -> throw new AssertionError(reason);
    };
  }

  private void check(boolean holds, String violation) {
    if (!holds) {
      violations.add(violation);
    }
  }
}
