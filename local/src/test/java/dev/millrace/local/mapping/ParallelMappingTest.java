package dev.millrace.local.mapping;

import static dev.millrace.local.mapping.FakeFunction.crash;
import static dev.millrace.local.mapping.FakeFunction.success;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.cloudwatch.Metrics;
import dev.millrace.local.lambda.InvokeResult;
import dev.millrace.local.lambda.Invoker;
import dev.millrace.local.rules.Proves;
import dev.millrace.local.rules.Rule;
import dev.millrace.local.time.Activity;
import dev.millrace.local.time.StackClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Mappings whose shards have several lanes.
///
/// Records are words like `key:number`.
class ParallelMappingTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final StackClock clock = StackClock.frozenAt(START);
  private final StreamSignals signals = new StreamSignals();
  private final FakeStream stream = new FakeStream(clock, signals, "a");
  private final FakeDestination queue = new FakeDestination();
  private EventSourceMappings mappings = mappings((_, _) -> success("null"));

  private EventSourceMappings mappings(Invoker invoker) {
    return new EventSourceMappings(
        clock,
        invoker,
        queue,
        signals,
        new Activity(),
        PositionStore.none(),
        Metrics.NONE,
        _ -> stream);
  }

  private FakeFunction feed(Function<List<String>, InvokeResult> body) {
    var function = new FakeFunction(body);
    mappings.close();
    mappings = mappings(function);
    return function;
  }

  @AfterEach
  void close() {
    mappings.close();
    clock.close();
  }

  private void settle() throws InterruptedException {
    assertThat(mappings.awaitIdle(PATIENCE)).as("idle in time").isTrue();
  }

  private void passTime() throws InterruptedException {
    settle();
    for (var next = clock.nextAlarm(); next.isPresent(); next = clock.nextAlarm()) {
      clock.advance(Duration.between(clock.instant(), next.get()));
      settle();
    }
  }

  private MappingStatus status() {
    return mappings.statuses().getFirst();
  }

  private static String key(String word) {
    return word.substring(0, word.indexOf(':'));
  }

  /// A key whose records are in that lane.
  static String keyIn(int lane, int lanes) {
    return IntStream.range(0, 10_000)
        .mapToObj(number -> "k" + number)
        .filter(key -> Math.floorMod(KeyHash.of(key), lanes) == lane)
        .findFirst()
        .orElseThrow();
  }

  private static List<String> words(String key, int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(number -> key + ":" + number).toList();
  }

  /// Counts the calls under way.
  private static final class Gauge {
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    private InvokeResult during(Function<List<String>, InvokeResult> body, List<String> batch) {
      most.accumulateAndGet(now.incrementAndGet(), Math::max);
      try {
        return body.apply(batch);
      } finally {
        now.decrementAndGet();
      }
    }
  }

  private static boolean reached(CountDownLatch latch) {
    try {
      return latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  // ---- concurrency

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 10})
  @Proves(Rule.LANES_AT_A_TIME)
  void asManyInvocationsOfAShardRunAtOnceAsTheFactorSaysAndNotMore(int factor)
      throws InterruptedException {
    var gauge = new Gauge();
    var all = new CountDownLatch(factor);
    feed(batch ->
        gauge.during(
            _ -> {
              all.countDown();
              return reached(all) ? success("null") : crash();
            },
            batch));
    for (var number = 1; number <= 20; number++) {
      for (var lane = 0; lane < factor; lane++) {
        stream.put("a", keyIn(lane, factor) + ":" + number);
      }
    }

    mappings.start(new TestConfig().parallel(factor).batchSize(1).build());
    settle();

    assertThat(gauge.most).hasValue(factor);
    assertThat(status().failedInvocations()).isZero();
    assertThat(status().recordsResolved()).isEqualTo(20L * factor);
  }

  @Test
  @Proves(Rule.ORDER_OF_KEYS)
  void oneKeyHasOneInvocationAtATimeHoweverManyLanesThereAre() throws InterruptedException {
    var gauge = new Gauge();
    var function = feed(batch -> gauge.during(_ -> success("null"), batch));
    stream.put("a", words("only", 1, 200));

    mappings.start(new TestConfig().parallel(10).batchSize(3).build());
    settle();

    assertThat(gauge.most).hasValue(1);
    assertThat(function.batches().stream().flatMap(List::stream))
        .containsExactlyElementsOf(words("only", 1, 200));
  }

  // ---- every record, in order

  static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  /// What a function does is a matter of the call and of how often it came before, not of time.
  private static final class Moody {

    private final long seed;
    private final double failing;
    private final Set<String> keysUnderWay = new HashSet<>();
    private final List<String> overlaps = new ArrayList<>();
    private final List<List<String>> calls = new ArrayList<>();
    private final List<String> taken = new ArrayList<>();

    private Moody(long seed) {
      this.seed = seed;
      this.failing = new Random(seed).nextDouble() * 0.5;
    }

    private InvokeResult call(List<String> batch) {
      var keys = new HashSet<>(batch.stream().map(ParallelMappingTest::key).toList());
      try {
        return answer(batch, begin(batch, keys));
      } finally {
        end(keys);
      }
    }

    private synchronized long begin(List<String> batch, Set<String> keys) {
      keys.stream().filter(keysUnderWay::contains).forEach(overlaps::add);
      keysUnderWay.addAll(keys);
      calls.add(batch);
      return calls.stream().filter(batch::equals).count();
    }

    private synchronized void end(Set<String> keys) {
      keysUnderWay.removeAll(keys);
    }

    private synchronized void take(List<String> batch) {
      taken.addAll(batch);
    }

    private InvokeResult answer(List<String> batch, long times) {
      var random = new Random(seed * 31 + batch.hashCode() * 17L + times);
      random.nextInt();
      if (random.nextDouble() >= failing) {
        take(batch);
        return success("null");
      }
      return switch (random.nextInt(3)) {
        case 0 -> crash();
        case 1 -> new InvokeResult.NotReached("TooManyRequestsException", "busy");
        default -> throw new IllegalStateException("the invoker broke");
      };
    }

    private synchronized List<String> firstDeliveries(String key) {
      return calls.stream()
          .flatMap(List::stream)
          .filter(word -> key(word).equals(key))
          .distinct()
          .toList();
    }
  }

  private static MappingConfig randomSettings(Random random) {
    var settings = new TestConfig().parallel(1 + random.nextInt(10));
    settings.batchSize(1 + random.nextInt(6)).retries(random.nextInt(4)).toQueue();
    if (random.nextBoolean()) {
      settings.bisect();
    }
    if (random.nextBoolean()) {
      settings.batchingWindow(random.nextInt(20));
    }
    return settings.build();
  }

  private static List<String> wordsOf(String key, List<String> words) {
    return words.stream().filter(word -> key(word).equals(key)).toList();
  }

  private List<String> randomWords(Random random, int from) {
    var keys = 1 + random.nextInt(12);
    return IntStream.range(from, from + random.nextInt(40))
        .mapToObj(number -> "k" + random.nextInt(keys) + ":" + number)
        .toList();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Proves({Rule.ORDER_OF_KEYS, Rule.EVERY_RECORD_IS_RESOLVED_ONCE})
  void everyRecordIsResolvedOnceAndTheOrderOfEveryKeyIsKept(long seed) throws InterruptedException {
    var random = new Random(seed);
    var moody = new Moody(seed);
    feed(moody::call);
    mappings.start(randomSettings(random));
    var words = new ArrayList<String>();
    for (var page = 0; page < 4; page++) {
      var more = randomWords(random, words.size());
      words.addAll(more);
      stream.put("a", more);
      if (random.nextBoolean()) {
        passTime();
      }
    }
    passTime();

    checkKeys(moody, words);
    assertThat(status().recordsDiscarded()).isEqualTo(givenUp());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Proves({Rule.ANOTHER_FACTOR, Rule.ORDER_OF_KEYS, Rule.CHANGES_LOSE_NOTHING})
  void anotherFactorLosesNoRecordAndKeepsTheOrderOfEveryKey(long seed) throws InterruptedException {
    var random = new Random(seed);
    var moody = new Moody(seed);
    feed(moody::call);
    mappings.start(randomSettings(random));
    var words = new ArrayList<String>();
    for (var page = 0; page < 6; page++) {
      var more = randomWords(random, words.size());
      words.addAll(more);
      stream.put("a", more);
      if (random.nextBoolean()) {
        settle();
      }
      if (mappings.list().getFirst().state().isSettled()) {
        mappings.update(randomSettings(random), random.nextInt(4) > 0);
      }
    }
    settle();
    mappings.update(randomSettings(random), true);
    passTime();

    checkKeys(moody, words);
  }

  private void checkKeys(Moody moody, List<String> words) {
    assertThat(moody.overlaps).as("keys in two invocations at a time").isEmpty();
    assertThat(moody.taken).doesNotHaveDuplicates();
    assertThat(status().recordsRead()).isEqualTo(words.size());
    assertThat(status().recordsResolved()).isEqualTo(words.size());
    words.stream()
        .map(ParallelMappingTest::key)
        .distinct()
        .forEach(
            key -> assertThat(moody.firstDeliveries(key)).as(key).isEqualTo(wordsOf(key, words)));
  }

  private long givenUp() {
    return queue.messages().stream()
        .mapToLong(message -> message.at("/KinesisBatchInfo/batchSize").asLong())
        .sum();
  }

  // ---- lanes that fail

  @Test
  @Proves(Rule.A_LANE_THAT_FAILS)
  void aLaneThatFailsHoldsTheOthersUpOnlyOnceTheLookAheadIsFull() throws InterruptedException {
    var bad = keyIn(0, 2);
    var good = keyIn(1, 2);
    var healed = new AtomicBoolean();
    var function =
        feed(batch ->
            key(batch.getFirst()).equals(bad) && !healed.get() ? crash() : success("null"));
    mappings.start(new TestConfig().parallel(2).batchSize(1).build());

    stream.put("a", bad + ":0");
    stream.put("a", words(good, 1, 50));
    settle();
    assertThat(status().recordsResolved()).isEqualTo(50);

    // two lanes have room for 2000 records
    stream.put("a", words(bad, 51, 2050));
    stream.put("a", words(good, 2051, 2060));
    settle();
    assertThat(status().recordsRead()).isEqualTo(2051);
    assertThat(status().recordsResolved()).isEqualTo(50);

    healed.set(true);
    passTime();
    assertThat(status().recordsResolved()).isEqualTo(2061);
    assertThat(function.batches().stream().filter(List.of(good + ":2060")::equals)).hasSize(1);
  }

  @Test
  @Proves(Rule.A_LANE_OF_ITS_OWN)
  void aFailureMessageDescribesTheBatchOfOneLane() throws InterruptedException {
    var bad = keyIn(0, 2);
    var good = keyIn(1, 2);
    feed(batch -> key(batch.getFirst()).equals(bad) ? crash() : success("null"));
    stream.put(
        "a",
        good + ":1",
        bad + ":2",
        good + ":3",
        bad + ":4",
        good + ":5",
        bad + ":6",
        good + ":7");

    mappings.start(new TestConfig().parallel(2).batchSize(2).retries(1).toQueue().build());
    passTime();

    assertThat(queue.messages())
        .extracting(message ->
            "%s-%s (%s) x%s"
                .formatted(
                    message.at("/KinesisBatchInfo/startSequenceNumber").asString(),
                    message.at("/KinesisBatchInfo/endSequenceNumber").asString(),
                    message.at("/KinesisBatchInfo/batchSize").asString(),
                    message.at("/requestContext/approximateInvokeCount").asString()))
        .containsExactly("2-4 (2) x2", "6-6 (1) x2");
    assertThat(status().recordsDiscarded()).isEqualTo(3);
    assertThat(status().recordsResolved()).isEqualTo(7);
  }

  @Test
  @Proves(Rule.A_LANE_OF_ITS_OWN)
  void everyLaneHasItsOwnBatchingWindow() throws InterruptedException {
    var function = feed(_ -> success("null"));
    mappings.start(new TestConfig().parallel(2).batchSize(2).batchingWindow(10).build());
    var one = keyIn(0, 2);
    var other = keyIn(1, 2);

    stream.put("a", one + ":1", other + ":2", one + ":3");
    settle();
    assertThat(function.batches()).containsExactly(List.of(one + ":1", one + ":3"));

    clock.advance(Duration.ofSeconds(10));
    settle();
    assertThat(function.batches()).last().isEqualTo(List.of(other + ":2"));
  }

  @Test
  @Proves({Rule.UPDATE_SKIPS_WHAT_IS_RESOLVED, Rule.DISABLING_KEEPS_THE_POSITION})
  void whatTheOtherLanesFinishedIsNotDeliveredAgainAfterAPause() throws InterruptedException {
    var healed = new AtomicBoolean();
    var bad = keyIn(0, 2);
    var good = keyIn(1, 2);
    var function =
        feed(batch ->
            key(batch.getFirst()).equals(bad) && !healed.get() ? crash() : success("null"));
    var config = new TestConfig().parallel(2).build();
    mappings.start(config);
    stream.put("a", bad + ":1", good + ":2", bad + ":3", good + ":4");
    settle();
    mappings.update(config, false);
    settle();
    healed.set(true);

    mappings.update(config, true);
    settle();

    assertThat(function.batches())
        .containsExactlyInAnyOrder(
            List.of(bad + ":1", bad + ":3"),
            List.of(good + ":2", good + ":4"),
            List.of(bad + ":1", bad + ":3"));
  }

  // ---- the end of a shard

  @Test
  @Proves(Rule.PARENTS_FIRST)
  void aShardsChildrenWaitUntilEveryLaneHasFinished() throws InterruptedException {
    var healed = new AtomicBoolean();
    var slow = keyIn(1, 3);
    var function =
        feed(batch ->
            key(batch.getFirst()).equals(slow) && !healed.get() ? crash() : success("null"));
    mappings.start(new TestConfig().parallel(3).build());
    stream.put("a", keyIn(0, 3) + ":1", slow + ":2", keyIn(2, 3) + ":3");
    stream.reshard(List.of("a"), List.of("c"));
    stream.put("c", slow + ":4");
    settle();
    assertThat(function.batches()).doesNotContain(List.of(slow + ":4"));

    healed.set(true);
    passTime();

    assertThat(function.batches()).endsWith(List.of(slow + ":2"), List.of(slow + ":4"));
    assertThat(status().recordsResolved()).isEqualTo(4);
  }

  @Test
  @Proves(Rule.ANOTHER_FACTOR)
  void aShardThatEndedInSomeLanesIsFinishedUnderAnotherFactor() throws InterruptedException {
    var healed = new AtomicBoolean();
    var slow = keyIn(1, 3);
    var function =
        feed(batch ->
            key(batch.getFirst()).equals(slow) && !healed.get() ? crash() : success("null"));
    mappings.start(new TestConfig().parallel(3).build());
    stream.put("a", keyIn(0, 3) + ":1", slow + ":2");
    stream.reshard(List.of("a"), List.of("c"));
    stream.put("c", "child:3");
    settle();
    healed.set(true);

    mappings.update(new TestConfig().parallel(2).build(), true);
    settle();

    assertThat(function.batches()).endsWith(List.of(slow + ":2"), List.of("child:3"));
  }

  // ---- from windows to lanes

  @Test
  @Proves(Rule.ANOTHER_FACTOR)
  void anOpenTumblingWindowIsHandedOverBeforeAShardGetsLanes() throws InterruptedException {
    var failing = new AtomicBoolean();
    var function =
        feed(
            batch -> failing.get() ? crash() : success("{\"state\":{\"n\":" + batch.size() + "}}"));
    mappings.start(new TestConfig().window(60).build());
    stream.put("a", "k1:1", "k2:2");
    settle();
    failing.set(true);
    stream.put("a", "k1:3", "k2:4");
    settle();
    failing.set(false);

    mappings.update(new TestConfig().parallel(4).batchSize(1).build(), true);
    settle();

    var events = function.events();
    var last = events.stream().filter(event -> event.has("window")).toList().getLast();
    assertThat(last.at("/isFinalInvokeForWindow").asBoolean()).isTrue();
    assertThat(last.at("/state/n").asInt()).isEqualTo(2);
    assertThat(function.batches())
        .containsExactlyInAnyOrder(
            List.of("k1:1", "k2:2"),
            List.of("k1:3", "k2:4"),
            List.of(),
            List.of("k1:3"),
            List.of("k2:4"));
    assertThat(status().recordsResolved()).isEqualTo(4);
  }
}
