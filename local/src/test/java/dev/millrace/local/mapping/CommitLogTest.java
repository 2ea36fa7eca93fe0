package dev.millrace.local.mapping;

import static dev.millrace.local.mapping.ShardSimulation.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.rules.Proves;
import dev.millrace.local.rules.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommitLogTest {

  private static SequenceNumber number(int number) {
    return SequenceNumber.of(Integer.toString(number));
  }

  private static List<StreamRecord> records(int... numbers) {
    return IntStream.of(numbers).mapToObj(n -> ShardSimulation.record(n, START)).toList();
  }

  private static Set<SequenceNumber> numbers(int... numbers) {
    return IntStream.of(numbers).mapToObj(CommitLogTest::number).collect(Collectors.toSet());
  }

  @Test
  void nothingIsCommittedBeforeTheFirstRecordIsFinished() {
    var log = new CommitLog();
    assertThat(log.commit()).isNull();

    assertThat(log.read(records(1, 2), number(2))).hasSize(2);

    assertThat(log.commit()).isNull();
    assertThat(log.unfinished()).isEqualTo(2);
  }

  @Test
  @Proves(Rule.THE_CHECKPOINT_OVER_FILTERED_RECORDS)
  void theCommitStopsBelowTheFirstRecordThatIsNotFinished() {
    var log = new CommitLog();
    log.read(records(1, 2, 3, 4), number(4));

    log.finished(records(1, 3));
    assertThat(log.commit()).isEqualTo(number(1));
    assertThat(log.finishedAbove()).isEqualTo(numbers(3));

    log.finished(records(2));
    assertThat(log.commit()).isEqualTo(number(3));
    assertThat(log.finishedAbove()).isEmpty();
  }

  @Test
  @Proves(Rule.THE_CHECKPOINT_OVER_FILTERED_RECORDS)
  void whatNoFilterLetPassIsPassedOverOnceNothingBeforeItIsUnfinished() {
    var log = new CommitLog();
    log.read(records(), number(5));
    assertThat(log.commit()).isEqualTo(number(5));

    log.read(records(6), number(8));
    log.read(records(), number(9));
    assertThat(log.commit()).isEqualTo(number(5));
    assertThat(log.finishedAbove()).isEmpty();

    log.finished(records(6));
    assertThat(log.commit()).isEqualTo(number(9));
  }

  @Test
  void anEmptyPageChangesNothing() {
    var log = new CommitLog();
    log.read(records(1), number(1));
    log.finished(records(1));

    log.read(records(), null);

    assertThat(log.commit()).isEqualTo(number(1));
  }

  @Test
  @Proves(Rule.LANES_AFTER_A_RESTART)
  void whatWasFinishedEarlierIsNotProcessedAgainAndHidesNoRecordBeforeIt() {
    var log = new CommitLog(number(3), numbers(5, 8));
    assertThat(log.commit()).isEqualTo(number(3));
    assertThat(log.finishedAbove()).isEqualTo(numbers(5, 8));

    assertThat(log.read(records(4, 5, 6), number(6)))
        .extracting(StreamRecord::toString)
        .containsExactly("4", "6");
    log.finished(records(4));
    assertThat(log.commit()).isEqualTo(number(5));
    assertThat(log.finishedAbove()).isEqualTo(numbers(8));

    log.finished(records(6));
    assertThat(log.read(records(7, 8), number(8))).hasSize(1);
    log.finished(records(7));
    assertThat(log.commit()).isEqualTo(number(8));
  }

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  /// Whatever the order in which records are finished, and wherever somebody else goes on.
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void commitAndFinishedRecordsTellExactlyWhatIsDone(long seed) {
    var random = new Random(seed);
    var log = new CommitLog();
    var done = new TreeSet<Integer>();
    var open = new ArrayList<Integer>();
    for (var next = 1; next <= 60; ) {
      var size = Math.min(random.nextInt(8), 61 - next);
      var page = records(IntStream.range(next, next + size).toArray());
      next += size;
      log.read(page, StreamRecord.last(page)).stream()
          .map(record -> record.sequenceNumber().value().intValueExact())
          .forEach(open::add);
      Collections.shuffle(open, random);
      for (var i = random.nextInt(open.size() + 1); i > 0; i--) {
        var finished = open.removeLast();
        log.finished(records(finished));
        assertThat(done.add(finished)).as("%d was not finished before", finished).isTrue();
      }
      var first = open.isEmpty() ? next : Collections.min(open);
      assertThat(log.commit()).isEqualTo(first == 1 ? null : number(first - 1));
      assertThat(log.finishedAbove())
          .isEqualTo(numbers(done.tailSet(first).stream().mapToInt(n -> n).toArray()));
      if (random.nextInt(5) == 0) {
        log = new CommitLog(log.commit(), log.finishedAbove());
        next = first;
        open.clear();
      }
    }
  }
}
