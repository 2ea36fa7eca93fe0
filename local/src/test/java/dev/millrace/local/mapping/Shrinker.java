package dev.millrace.local.mapping;

import dev.millrace.local.mapping.Schedule.Page;
import dev.millrace.local.mapping.Schedule.Put;
import dev.millrace.local.mapping.Schedule.Refusal;
import dev.millrace.local.mapping.Schedule.Rule;
import dev.millrace.local.mapping.Schedule.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Makes a schedule smaller as long as it still shows a disagreement.
final class Shrinker {

  private Shrinker() {}

  /// Takes the first simpler schedule that still fails, until there is none.
  static Schedule shrink(Schedule schedule, Predicate<Schedule> fails) {
    var current = schedule;
    while (true) {
      var simpler = candidates(current).filter(fails).findFirst();
      if (simpler.isEmpty()) {
        return current;
      }
      current = simpler.get();
    }
  }

  /// Each is simpler than `from`, so that shrinking ends.
  private static Stream<Schedule> candidates(Schedule from) {
    var all = new ArrayList<Schedule>();
    for (var i = 0; i < from.pages().size(); i++) {
      if (from.pages().size() > 1) {
        all.add(withPages(from, without(from.pages(), i)));
      }
      if (i > 0) {
        all.add(withPages(from, joined(from.pages(), i - 1)));
      }
    }
    for (var i = 0; i < from.rules().size(); i++) {
      all.add(withRules(from, without(from.rules(), i)));
    }
    for (var i = 0; i < from.refusals().size(); i++) {
      all.add(withRefusals(from, without(from.refusals(), i)));
    }
    records(from, all);
    filters(from, all);
    if (from.endsAt() >= 0) {
      all.add(timed(from, -1, from.callTakes(), from.messageTakes()));
    }
    if (from.callTakes() > 0) {
      all.add(timed(from, from.endsAt(), 0, from.messageTakes()));
    }
    if (from.messageTakes() > 0) {
      all.add(timed(from, from.endsAt(), from.callTakes(), 0));
    }
    rules(from, all);
    settings(from, all);
    return all.stream();
  }

  /// With one page read together with the next.
  private static List<Page> joined(List<Page> pages, int index) {
    var next = pages.get(index + 1);
    var puts = new ArrayList<>(pages.get(index).puts());
    puts.addAll(next.puts());
    return with(without(pages, index), index, new Page(next.time(), puts));
  }

  /// Without one record; or without two neighbours, for what depends on an odd number.
  private static void records(Schedule from, List<Schedule> all) {
    var numbers =
        from.pages().stream().flatMap(page -> page.puts().stream()).map(Put::number).toList();
    for (var count = 1; count <= 2; count++) {
      for (var i = 0; i + count <= numbers.size(); i++) {
        var gone = numbers.subList(i, i + count);
        all.add(withPages(from, from.pages().stream().map(page -> without(page, gone)).toList()));
      }
    }
  }

  /// With one record more that passes the filters.
  private static void filters(Schedule from, List<Schedule> all) {
    from.pages().stream()
        .flatMap(page -> page.puts().stream())
        .filter(put -> !put.passes())
        .forEach(put -> all.add(withPages(from, passing(from.pages(), put))));
  }

  private static List<Page> passing(List<Page> pages, Put put) {
    var passed = new Put(put.number(), put.arrival(), put.key(), true);
    return pages.stream()
        .map(page ->
            new Page(
                page.time(),
                page.puts().stream().map(each -> each.equals(put) ? passed : each).toList()))
        .toList();
  }

  private static Page without(Page page, List<Integer> numbers) {
    var rest = page.puts().stream().filter(put -> !numbers.contains(put.number())).toList();
    return new Page(page.time(), rest);
  }

  private static void rules(Schedule from, List<Schedule> all) {
    for (var i = 0; i < from.rules().size(); i++) {
      var rule = from.rules().get(i);
      if (rule.takes() > 0) {
        var quick = new Rule(rule.record(), rule.times(), rule.behaviour(), 0);
        all.add(withRules(from, with(from.rules(), i, quick)));
      }
      if (rule.times() > 1) {
        var once = new Rule(rule.record(), rule.times() / 2, rule.behaviour(), rule.takes());
        all.add(withRules(from, with(from.rules(), i, once)));
      }
    }
  }

  private static void settings(Schedule from, List<Schedule> all) {
    var s = from.settings();
    var plain = Settings.PLAIN;
    if (s.batchSize() != plain.batchSize()) {
      all.add(withSettings(from, plain.batchSize(), s.batchingWindow(), s.retries(), s));
    }
    if (s.batchingWindow() > 0) {
      all.add(withSettings(from, s.batchSize(), 0, s.retries(), s));
    }
    if (s.retries() >= 0) {
      all.add(withSettings(from, s.batchSize(), s.batchingWindow(), -1, s));
    }
    if (s.retries() > 0) {
      all.add(withSettings(from, s.batchSize(), s.batchingWindow(), s.retries() - 1, s));
    }
    if (s.maximumAge() >= 0) {
      all.add(withFlags(from, -1, s.bisect(), s.report(), s.tumblingWindow(), s.destination()));
    }
    if (s.bisect()) {
      all.add(
          withFlags(from, s.maximumAge(), false, s.report(), s.tumblingWindow(), s.destination()));
    }
    if (s.report()) {
      all.add(
          withFlags(from, s.maximumAge(), s.bisect(), false, s.tumblingWindow(), s.destination()));
    }
    if (s.tumblingWindow() > 0) {
      all.add(withFlags(from, s.maximumAge(), s.bisect(), s.report(), 0, s.destination()));
    }
    if (s.lanes() > 1) {
      all.add(withLanes(from, 1));
      all.add(withLanes(from, s.lanes() - 1));
    }
    if (s.destination()) {
      all.add(withFlags(from, s.maximumAge(), s.bisect(), s.report(), s.tumblingWindow(), false));
    }
  }

  private static Schedule withSettings(
      Schedule from, int batchSize, int batchingWindow, int retries, Settings s) {
    return withSettings(
        from,
        new Settings(
            batchSize,
            batchingWindow,
            retries,
            s.maximumAge(),
            s.bisect(),
            s.report(),
            s.tumblingWindow(),
            s.destination(),
            s.lanes()));
  }

  private static Schedule withFlags(
      Schedule from, int age, boolean bisect, boolean report, int window, boolean destination) {
    var s = from.settings();
    return withSettings(
        from,
        new Settings(
            s.batchSize(),
            s.batchingWindow(),
            s.retries(),
            age,
            bisect,
            report,
            window,
            destination,
            s.lanes()));
  }

  static Schedule withLanes(Schedule from, int lanes) {
    var s = from.settings();
    return withSettings(
        from,
        new Settings(
            s.batchSize(),
            s.batchingWindow(),
            s.retries(),
            s.maximumAge(),
            s.bisect(),
            s.report(),
            s.tumblingWindow(),
            s.destination(),
            lanes));
  }

  static Schedule withSettings(Schedule from, Settings settings) {
    return new Schedule(
        settings,
        from.pages(),
        from.endsAt(),
        from.rules(),
        from.refusals(),
        from.callTakes(),
        from.messageTakes());
  }

  private static Schedule withPages(Schedule from, List<Page> pages) {
    return new Schedule(
        from.settings(),
        pages,
        from.endsAt(),
        from.rules(),
        from.refusals(),
        from.callTakes(),
        from.messageTakes());
  }

  private static Schedule withRules(Schedule from, List<Rule> rules) {
    return new Schedule(
        from.settings(),
        from.pages(),
        from.endsAt(),
        rules,
        from.refusals(),
        from.callTakes(),
        from.messageTakes());
  }

  private static Schedule withRefusals(Schedule from, List<Refusal> refusals) {
    return new Schedule(
        from.settings(),
        from.pages(),
        from.endsAt(),
        from.rules(),
        refusals,
        from.callTakes(),
        from.messageTakes());
  }

  private static Schedule timed(Schedule from, long endsAt, long callTakes, long messageTakes) {
    return new Schedule(
        from.settings(),
        from.pages(),
        endsAt,
        from.rules(),
        from.refusals(),
        callTakes,
        messageTakes);
  }

  private static <T> List<T> without(List<T> list, int index) {
    var rest = new ArrayList<T>(list);
    rest.remove(index);
    return rest;
  }

  private static <T> List<T> with(List<T> list, int index, T value) {
    var changed = new ArrayList<T>(list);
    changed.set(index, value);
    return changed;
  }
}
