package dev.millrace.local.mapping;

import dev.millrace.local.mapping.Schedule.Page;
import dev.millrace.local.mapping.Schedule.Put;
import dev.millrace.local.mapping.Schedule.Refusal;
import dev.millrace.local.mapping.Schedule.Rule;
import dev.millrace.local.mapping.Schedule.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Makes a schedule from a seed.
///
/// Most times are multiples of half a second, so that arrivals, answers and alarms often meet.
final class ScheduleGenerator {

  private static final List<Behaviour> BEHAVIOURS = List.of(Behaviour.values());

  private final Random random;

  private ScheduleGenerator(long seed) {
    // seeds that follow each other would begin alike
    random = new Random(seed * 0x9E3779B97F4A7C15L);
  }

  static Schedule of(long seed) {
    return new ScheduleGenerator(seed).schedule();
  }

  private Schedule schedule() {
    var settings = settings();
    var pages = pages(settings.lanes() == 1 ? 1 : 1 + random.nextInt(6));
    var last = pages.getLast();
    var records = last.puts().isEmpty() ? 20 : last.puts().getLast().number();
    return new Schedule(
        settings,
        pages,
        random.nextBoolean() ? last.time() + 1 + random.nextInt(100) * 500L : -1,
        rules(records, settings),
        refusals(records, settings),
        random.nextInt(3) == 0 ? duration() : 0,
        random.nextInt(3) == 0 ? duration() : 0);
  }

  private Settings settings() {
    var lanes = 1 + random.nextInt(4);
    return new Settings(
        1 + random.nextInt(random.nextBoolean() ? 4 : 15),
        random.nextBoolean() ? random.nextInt(40) : 0,
        random.nextBoolean() ? random.nextInt(5) : -1,
        random.nextBoolean() ? 60 + random.nextInt(3) : -1,
        random.nextBoolean(),
        random.nextBoolean(),
        lanes == 1 && random.nextBoolean() ? windowSize() : 0,
        random.nextBoolean(),
        lanes);
  }

  private int windowSize() {
    return random.nextBoolean() ? 60 : 1 + random.nextInt(100);
  }

  private List<Page> pages(int keys) {
    var pages = new ArrayList<Page>();
    var isFiltered = random.nextInt(3) == 0;
    var time = 0L;
    var number = 1;
    for (var i = 1 + random.nextInt(8); i > 0; i--) {
      var puts = new ArrayList<Put>();
      for (var k = random.nextInt(9); k > 0; k--) {
        var passes = !isFiltered || random.nextInt(3) > 0;
        puts.add(new Put(number++, time - delay(), random.nextInt(keys), passes));
      }
      pages.add(new Page(time, puts));
      time += 1 + (random.nextInt(4) == 0 ? random.nextInt(100_000) : 499 + duration());
    }
    return pages;
  }

  /// How long ago a record that is found now arrived; a fifth is out of order or old.
  private long delay() {
    return random.nextInt(5) == 0 ? random.nextInt(200) * 500L : 0;
  }

  private long duration() {
    return random.nextInt(8) == 0 ? random.nextInt(20_000) : random.nextInt(40) * 500L;
  }

  private List<Rule> rules(int records, Settings settings) {
    var rules = new ArrayList<Rule>();
    for (var i = random.nextInt(6); i > 0; i--) {
      rules.add(
          new Rule(
              random.nextInt(settings.tumblingWindow() > 0 ? 4 : 20) == 0
                  ? 0
                  : 1 + random.nextInt(records),
              random.nextInt(4) == 0 ? 1000 : 1 + random.nextInt(6),
              behaviour(settings),
              random.nextBoolean() ? duration() : 0));
    }
    return rules;
  }

  /// Mostly what matters most; a megabyte of state only sometimes, it takes its time.
  private Behaviour behaviour(Settings settings) {
    return switch (random.nextInt(4)) {
      case 0 -> Behaviour.CRASH;
      case 1 -> settings.report() ? Behaviour.REPORTS : Behaviour.TIME_OUT;
      default -> {
        var any = BEHAVIOURS.get(random.nextInt(BEHAVIOURS.size()));
        yield any == Behaviour.DONE_WITH_LARGE_STATE && random.nextInt(10) > 0
            ? Behaviour.NOT_REACHED
            : any;
      }
    };
  }

  private List<Refusal> refusals(int records, Settings settings) {
    var refusals = new ArrayList<Refusal>();
    if (settings.destination()) {
      for (var i = random.nextInt(4); i > 0; i--) {
        refusals.add(new Refusal(1 + random.nextInt(records), 1 + random.nextInt(8)));
      }
    }
    return refusals;
  }
}
