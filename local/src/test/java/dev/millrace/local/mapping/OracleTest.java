package dev.millrace.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.mapping.Schedule.Page;
import dev.millrace.local.mapping.Schedule.Put;
import dev.millrace.local.rules.Proves;
import dev.millrace.local.rules.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Engine and oracle agree on every call, checkpoint and failure message of every schedule.
///
/// `-Dmillrace.schedules=N` sets how many, `-Dmillrace.firstSchedule=S` which comes first.
class OracleTest {

  private static final long FIRST = Long.getLong("millrace.firstSchedule", 0);
  private static final long SCHEDULES = Long.getLong("millrace.schedules", 4_000);

  /// Within so many schedules a broken rule must be found.
  private static final long FOUND_WITHIN = 2_000;

  /// Plays a schedule and tells what happened, line by line.
  interface Model extends Function<Schedule, List<String>> {}

  /// A model that breaks down disagrees, too.
  private static List<String> run(Model model, Schedule schedule) {
    try {
      return model.apply(schedule);
    } catch (RuntimeException | AssertionError e) {
      return List.of("broke down: " + e);
    }
  }

  private static boolean disagree(Schedule schedule, Model oracle, Model engine) {
    return !run(oracle, schedule).equals(run(engine, schedule));
  }

  /// The lowest seed whose schedule shows a disagreement, and that schedule, shrunk.
  private static Optional<String> disagreement(long first, long count, Model oracle, Model engine) {
    return LongStream.range(first, first + count)
        .parallel()
        .filter(seed -> disagree(ScheduleGenerator.of(seed), oracle, engine))
        .boxed()
        .findFirst()
        .map(seed -> describe(seed, oracle, engine));
  }

  private static String describe(long seed, Model oracle, Model engine) {
    var smallest =
        Shrinker.shrink(ScheduleGenerator.of(seed), schedule -> disagree(schedule, oracle, engine));
    return "\nseed %d, shrunk to\n%s\noracle:\n  %s\nengine:\n  %s\n"
        .formatted(
            seed,
            smallest,
            String.join("\n  ", run(oracle, smallest)),
            String.join("\n  ", run(engine, smallest)));
  }

  @Test
  @Proves({
    Rule.ONE_BATCH_AT_A_TIME,
    Rule.OLD_RECORDS_IN_A_BATCHING_WINDOW,
    Rule.A_SPLIT_COSTS_NO_RETRY,
    Rule.WINDOW_ALIGNMENT,
    Rule.A_WINDOW_THAT_WAS_GIVEN_UP,
    Rule.A_LANE_OF_ITS_OWN
  })
  void engineAndOracleAgree() {
    assertThat(disagreement(FIRST, SCHEDULES, ShardOracle::of, EngineRun::of)).isEmpty();
  }

  // ---- the oracle bites

  /// An oracle with one rule broken.
  private static Model with(Function<Schedule, Oracle> broken) {
    return schedule -> new ShardOracle(schedule, broken).run();
  }

  static Stream<Arguments> brokenRules() {
    return Stream.of(
        Arguments.of(
            "the larger half comes first",
            with(schedule ->
                new Oracle(schedule) {
                  @Override
                  int middle(int size) {
                    return (size + 1) / 2;
                  }
                })),
        Arguments.of(
            "a split costs an attempt",
            with(schedule ->
                new Oracle(schedule) {
                  @Override
                  int attemptsOfHalf(int attempts) {
                    return attempts + 1;
                  }
                })),
        Arguments.of(
            "what a report leaves has no fresh budget",
            with(schedule ->
                new Oracle(schedule) {
                  @Override
                  int attemptsOfRemainder(int attempts) {
                    return attempts + 1;
                  }
                })),
        Arguments.of(
            "N retries are N invocations",
            with(schedule ->
                new Oracle(schedule) {
                  @Override
                  boolean isExhausted(int attempts) {
                    return super.isExhausted(attempts + 1);
                  }
                })),
        Arguments.of(
            "a record of exactly the maximum age is too old",
            with(schedule ->
                new Oracle(schedule) {
                  @Override
                  boolean isTooOld(Put put) {
                    return isOlderThan(put, schedule.settings().maximumAge() * 1000L - 1);
                  }
                })),
        Arguments.of(
            "pauses do not grow",
            with(schedule ->
                new Oracle(schedule) {
                  @Override
                  long pause(int triesInARow) {
                    return super.pause(1);
                  }
                })),
        Arguments.of(
            "the commit does not wait for other lanes",
            (Model)
                schedule ->
                    new ShardOracle(schedule, Oracle::new) {
                      @Override
                      int commit(long instant, Set<Integer> finished) {
                        return finished.stream().mapToInt(Integer::intValue).max().orElse(0);
                      }
                    }.run()),
        Arguments.of(
            "the commit does not pass what was filtered out",
            (Model) schedule -> new ShardOracle(schedule.only(Put::passes), Oracle::new).run()),
        Arguments.of(
            "lanes are filled in turn",
            (Model)
                schedule ->
                    new ShardOracle(schedule, Oracle::new) {
                      @Override
                      int lane(Put put) {
                        return put.number() % schedule.settings().lanes();
                      }
                    }.run()),
        Arguments.of(
            "windows are aligned to the first record",
            with(schedule ->
                new Oracle(schedule) {
                  @Override
                  long windowOf(Put put) {
                    return Math.max(super.windowOf(put), put.arrival());
                  }
                })));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenRules")
  void aBrokenRuleIsFound(String rule, Model broken) {
    assertThat(disagreement(0, FOUND_WITHIN, broken, EngineRun::of)).as(rule).isPresent();
  }

  /// Faults in what the engine does, planted by giving it other settings or another stream.
  static Stream<Arguments> faultyEngines() {
    return Stream.of(
        Arguments.of("one retry less", engine(s -> s.retries() < 1 ? s : retries(s))),
        Arguments.of(
            "no bisecting",
            engine(s ->
                new Schedule.Settings(
                    s.batchSize(),
                    s.batchingWindow(),
                    s.retries(),
                    s.maximumAge(),
                    false,
                    s.report(),
                    s.tumblingWindow(),
                    s.destination(),
                    s.lanes()))),
        Arguments.of(
            "reports not read",
            engine(s ->
                new Schedule.Settings(
                    s.batchSize(),
                    s.batchingWindow(),
                    s.retries(),
                    s.maximumAge(),
                    s.bisect(),
                    false,
                    s.tumblingWindow(),
                    s.destination(),
                    s.lanes()))),
        Arguments.of(
            "one lane only", (Model) schedule -> EngineRun.of(Shrinker.withLanes(schedule, 1))),
        Arguments.of("the last record lost", (Model) OracleTest::withoutLastRecord),
        Arguments.of("the last line lost", (Model) OracleTest::withoutLastLine));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faultyEngines")
  void aFaultOfTheEngineIsFound(String fault, Model faulty) {
    assertThat(disagreement(0, FOUND_WITHIN, ShardOracle::of, faulty)).as(fault).isPresent();
  }

  private static Model engine(UnaryOperator<Schedule.Settings> change) {
    return schedule ->
        EngineRun.of(Shrinker.withSettings(schedule, change.apply(schedule.settings())));
  }

  private static Schedule.Settings retries(Schedule.Settings s) {
    return new Schedule.Settings(
        s.batchSize(),
        s.batchingWindow(),
        s.retries() - 1,
        s.maximumAge(),
        s.bisect(),
        s.report(),
        s.tumblingWindow(),
        s.destination(),
        s.lanes());
  }

  private static List<String> withoutLastRecord(Schedule schedule) {
    var pages = new ArrayList<>(schedule.pages());
    var last = pages.removeLast();
    var puts = last.puts().subList(0, Math.max(0, last.puts().size() - 1));
    pages.add(new Page(last.time(), puts));
    return EngineRun.of(
        new Schedule(
            schedule.settings(),
            pages,
            schedule.endsAt(),
            schedule.rules(),
            schedule.refusals(),
            schedule.callTakes(),
            schedule.messageTakes()));
  }

  private static List<String> withoutLastLine(Schedule schedule) {
    var trace = EngineRun.of(schedule);
    return trace.subList(0, Math.max(0, trace.size() - 1));
  }

  /// The fault is small, whatever the schedule was that showed it.
  @Test
  void aDisagreementIsShrunkToItsCause() {
    Model larger =
        with(schedule ->
            new Oracle(schedule) {
              @Override
              int middle(int size) {
                return (size + 1) / 2;
              }
            });

    for (var seed : IntStream.range(0, 300).toArray()) {
      var schedule = ScheduleGenerator.of(seed);
      if (disagree(schedule, larger, EngineRun::of)) {
        var smallest = Shrinker.shrink(schedule, s -> disagree(s, larger, EngineRun::of));

        assertThat(smallest.records()).as("records of %s", smallest).isEqualTo(3);
        assertThat(smallest.rules()).as("rules of %s", smallest).hasSize(1);
        assertThat(smallest.settings().bisect()).isTrue();
      }
    }
  }
}
