package dev.millrace.local.mapping;

import dev.millrace.local.mapping.Schedule.Page;
import dev.millrace.local.mapping.Schedule.Put;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// A shard as the oracle sees it: each lane is a little shard of its own, and the commit is looked
/// up anew at every instant.
///
/// The methods that are open to overriding are rules that a test breaks on purpose.
class ShardOracle {

  private final Schedule schedule;
  private final Function<Schedule, Oracle> lanes;

  /// @param lanes makes the model of a lane from what happens to it
  ShardOracle(Schedule schedule, Function<Schedule, Oracle> lanes) {
    this.schedule = schedule;
    this.lanes = lanes;
  }

  static List<String> of(Schedule schedule) {
    return new ShardOracle(schedule, Oracle::new).run();
  }

  /// What happened in each lane, and then when the commit moved.
  final List<String> run() {
    var trace = new ArrayList<String>();
    var done = new ArrayList<Oracle.Done>();
    for (var lane = 0; lane < schedule.settings().lanes(); lane++) {
      var number = lane;
      var mine = schedule.only(put -> put.passes() && lane(put) == number);
      var life = lanes.apply(mine).run();
      life.trace().forEach(line -> trace.add("lane " + number + " at " + line));
      done.addAll(life.done());
    }
    trace.addAll(commits(done));
    return trace;
  }

  private List<String> commits(List<Oracle.Done> done) {
    var instants = new TreeSet<Long>();
    schedule.pages().forEach(page -> instants.add(page.time()));
    done.forEach(each -> instants.add(each.time()));
    var lines = new ArrayList<String>();
    var before = 0;
    for (var instant : instants.headSet(Schedule.HORIZON, true)) {
      var finished = new HashSet<Integer>();
      done.stream().filter(each -> each.time() <= instant).forEach(d -> finished.add(d.number()));
      var commit = commit(instant, finished);
      if (commit > before) {
        lines.add("at " + instant + " commit " + commit);
        before = commit;
      }
    }
    return lines;
  }

  /// The highest place below every record that is not finished. Places are the records that pass
  /// the filters and the ends of pages.
  int commit(long instant, Set<Integer> finished) {
    var commit = 0;
    for (var page : pagesUntil(instant)) {
      for (var put : page.puts()) {
        if (put.passes() && !finished.contains(put.number())) {
          return commit;
        }
        if (put.passes() || put.equals(page.puts().getLast())) {
          commit = put.number();
        }
      }
    }
    return commit;
  }

  final List<Page> pagesUntil(long instant) {
    return schedule.pages().stream().filter(page -> page.time() <= instant).toList();
  }

  int lane(Put put) {
    return put.key() % schedule.settings().lanes();
  }
}
