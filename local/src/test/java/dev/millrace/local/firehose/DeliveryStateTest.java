package dev.millrace.local.firehose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.firehose.DeliveryState.Rules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeliveryStateTest {

  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
  private static final int LARGEST = 40;

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyRecordIsStoredOnceAndInOrderWhateverFails(long seed) {
    var random = new Random(seed);
    var world = new World(rules(100, 60, random.nextInt(2)), random);

    for (var i = 0; i < 300; i++) {
      switch (random.nextInt(4)) {
        case 0, 1 -> world.arrive(random.nextInt(5));
        case 2 -> world.pass(Duration.ofSeconds(random.nextInt(40)));
        default -> world.answer(random.nextInt(3) == 0);
      }
    }
    world.finish();

    assertThat(world.stored).extracting(record -> record[0] & 0xFF).isEqualTo(world.sent);
    assertThat(world.state.records()).isZero();
    assertThat(world.state.bytes()).isZero();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void noBatchIsLargerThanTheBufferAndOneRecordNorOlderThanTheInterval(long seed) {
    var random = new Random(seed);
    var rules = rules(100, 60, 1);
    var world = new World(rules, random);

    for (var i = 0; i < 300; i++) {
      world.arrive(random.nextInt(5));
      world.pass(Duration.ofSeconds(random.nextInt(20)));
      world.answer(false);
      assertThat(world.state.output().open().values())
          .noneMatch(open -> open.isDue(rules.data(), world.now));
    }
    world.finish();

    assertThat(world.batches)
        .allSatisfy(batch -> assertThat(batch.bytes()).isLessThan(100 + LARGEST + 1));
    assertThat(world.batches).extracting(Batch::number).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aBufferWaitsForItsInterval() {
    var rules = rules(100, 60, 0);
    var filled = DeliveryState.EMPTY.step(rules, arrived(10), START).state();

    assertThat(filled.wakeAt(rules)).hasValue(START.plusSeconds(60));
    assertThat(filled.step(rules, new DeliveryEvent.Tick(), START.plusSeconds(59)).store())
        .isEmpty();
    assertThat(filled.step(rules, new DeliveryEvent.Tick(), START.plusSeconds(60)).store())
        .hasValueSatisfying(batch -> assertThat(batch.records()).hasSize(1));
  }

  @Test
  void aBufferWithoutIntervalDoesNotWait() {
    var rules = rules(100, 0, 0);

    assertThat(DeliveryState.EMPTY.step(rules, arrived(10), START).store()).isPresent();
  }

  @Test
  void aFullBufferDoesNotWait() {
    var rules = rules(100, 60, 0);

    var step = DeliveryState.EMPTY.step(rules, arrived(99, 1, 7), START);

    assertThat(step.store()).hasValueSatisfying(batch -> assertThat(batch.bytes()).isEqualTo(100));
    assertThat(step.state().records()).isEqualTo(3);
  }

  @Test
  void delimitersCountAsBytes() {
    var rules = rules(100, 60, 1);

    assertThat(DeliveryState.EMPTY.step(rules, arrived(49, 49), START).store()).isPresent();
  }

  @Test
  void theOldestRecordOfABatchNeedNotBeItsFirst() {
    var rules = rules(100, 0, 0);
    var records =
        List.of(
            new FirehoseRecord(new byte[1], START),
            new FirehoseRecord(new byte[1], START.minusSeconds(5)),
            new FirehoseRecord(new byte[1], START.minusSeconds(2)));

    var batch = DeliveryState.EMPTY.step(rules, new DeliveryEvent.Arrived(records), START).store();

    assertThat(batch)
        .hasValueSatisfying(b -> assertThat(b.oldest()).isEqualTo(START.minusSeconds(5)));
  }

  @Test
  void aBatchThatFailsIsTriedAgainLaterAndLater() {
    var rules = rules(100, 0, 0);
    var state = DeliveryState.EMPTY.step(rules, arrived(10), START).state();
    var waits = new ArrayList<Long>();
    var now = START;
    for (var i = 0; i < 9; i++) {
      state = state.step(rules, new DeliveryEvent.StoreFailed(), now).state();
      var retry = state.wakeAt(rules).orElseThrow();
      waits.add(Duration.between(now, retry).toSeconds());
      now = retry;
      var again = state.step(rules, new DeliveryEvent.Tick(), now);
      assertThat(again.store()).isPresent();
      state = again.state();
    }
    assertThat(waits).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  private static Rules rules(long bytes, int seconds, int delimiter) {
    var buffering = new Buffering(bytes, Duration.ofSeconds(seconds));
    return new Rules(buffering, delimiter, buffering, null, null);
  }

  private static DeliveryEvent arrived(int... lengths) {
    return new DeliveryEvent.Arrived(
        IntStream.of(lengths)
            .mapToObj(length -> new FirehoseRecord(new byte[length], START))
            .toList());
  }

  /// S3 and the clock, as the state sees them.
  private static final class World {

    private final Rules rules;
    private final Random random;
    private final List<Integer> sent = new ArrayList<>();
    private final List<byte[]> stored = new ArrayList<>();
    private final List<Batch> batches = new ArrayList<>();
    private final Deque<Batch> underWay = new ArrayDeque<>();
    private DeliveryState state = DeliveryState.EMPTY;
    private Instant now = START;

    World(Rules rules, Random random) {
      this.rules = rules;
      this.random = random;
    }

    void arrive(int count) {
      var records = new ArrayList<FirehoseRecord>();
      for (var i = 0; i < count; i++) {
        var data = new byte[1 + random.nextInt(LARGEST)];
        data[0] = (byte) sent.size();
        sent.add(sent.size() & 0xFF);
        records.add(new FirehoseRecord(data, now));
      }
      apply(new DeliveryEvent.Arrived(records));
    }

    /// Lets time pass, with a tick whenever one was asked for.
    void pass(Duration time) {
      var end = now.plus(time);
      for (var due = state.wakeAt(rules);
          due.isPresent() && !due.get().isAfter(end);
          due = state.wakeAt(rules)) {
        now = due.get().isAfter(now) ? due.get() : now;
        apply(new DeliveryEvent.Tick());
      }
      now = end;
    }

    void answer(boolean fails) {
      var batch = underWay.poll();
      if (batch == null) {
        return;
      }
      if (!fails) {
        batch.records().forEach(record -> stored.add(record.data()));
        batches.add(batch);
      }
      apply(fails ? new DeliveryEvent.StoreFailed() : new DeliveryEvent.Stored());
    }

    void finish() {
      apply(new DeliveryEvent.Flush());
      while (state.records() > 0) {
        answer(false);
        pass(Duration.ofMinutes(2));
      }
    }

    private void apply(DeliveryEvent event) {
      var step = state.step(rules, event, now);
      state = step.state();
      step.store().ifPresent(underWay::add);
      assertThat(underWay).as("batches under way").hasSizeLessThan(2);
    }
  }
}
