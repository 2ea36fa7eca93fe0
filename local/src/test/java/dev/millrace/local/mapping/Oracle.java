package dev.millrace.local.mapping;

import dev.millrace.local.mapping.Schedule.Page;
import dev.millrace.local.mapping.Schedule.Put;
import dev.millrace.local.mapping.Schedule.Settings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The rules of event source mappings a second time, as plainly as they can be said: one shard's
/// life from top to bottom, where waiting is a method call.
///
/// Written from AWS's documentation and from `docs/deviations.md`, not from the engine. The methods
/// that are open to overriding are rules that a test breaks on purpose.
class Oracle {

  private final Schedule schedule;
  private final Settings settings;
  private final ScriptedFunction function;
  private final List<String> trace = new ArrayList<>();

  private long now;
  private int nextPage;
  private boolean ended;

  /// Read, but in no batch yet.
  private final List<Put> waiting = new ArrayList<>();

  /// Of the batch under way: not processed, not given up. Batches follow each other strictly.
  private final Set<Put> unresolved = new HashSet<>();

  private boolean closing;
  private long batchingWindowOpened = Long.MIN_VALUE / 2;

  private final TreeSet<Integer> read = new TreeSet<>();

  /// Read, but not processed and not safely given up.
  private final TreeSet<Integer> undone = new TreeSet<>();

  private int checkpoint;

  private @Nullable Tumbling window;
  private long windowsClosedUntil = Long.MIN_VALUE / 2;

  Oracle(Schedule schedule) {
    this.schedule = schedule;
    this.settings = schedule.settings();
    this.function = new ScriptedFunction(schedule);
  }

  /// A tumbling window: its start, its state, the records that were put in it, and those of them
  /// that are done with.
  private static final class Tumbling {

    private final long start;
    private String state = "{}";
    private final Set<Put> entered = new HashSet<>();
    private final List<Put> records = new ArrayList<>();

    Tumbling(long start) {
      this.start = start;
    }
  }

  /// Nothing happens any more that matters.
  private static final class Over extends Exception {

    private static final long serialVersionUID = 1;

    Over() {
      super(null, null, false, false);
    }
  }

  static List<String> of(Schedule schedule) {
    return new Oracle(schedule).run();
  }

  final List<String> run() {
    try {
      live();
    } catch (Over _) {
      // as far as the schedule goes
    }
    return trace;
  }

  // ---- a shard's life

  private void live() throws Over {
    while (true) {
      if (waiting.isEmpty()) {
        if (window != null && (ended || now >= end(window))) {
          close(window, false, now);
        } else if (ended) {
          say("finished");
          throw new Over();
        } else {
          sleepUntil(Math.min(nextRead(), window == null ? Long.MAX_VALUE : end(window)));
        }
        continue;
      }
      var candidates = candidates();
      var fresh = candidates.stream().filter(put -> !isTooOld(put)).toList();
      if (fresh.isEmpty()) {
        waiting.removeAll(candidates);
        closing = window != null && !waiting.isEmpty();
        var due = now;
        giveUpTooOld(candidates, 1);
        if (closing && window != null) {
          close(window, false, due);
        }
        continue;
      }
      var goesAt = goesAt(candidates, fresh);
      if (now >= goesAt) {
        waiting.removeAll(candidates);
        deliver(candidates, fresh);
      } else {
        sleepUntil(Math.min(nextRead(), goesAt));
      }
    }
  }

  /// The longest run of waiting records that fits in one batch: one window, at most as many records
  /// as the batch size, where records that are too old do not count.
  private List<Put> candidates() {
    var candidates = new ArrayList<Put>();
    var fresh = 0;
    var batchWindow = window == null ? null : window.start;
    for (var put : waiting) {
      if (fresh == settings.batchSize()) {
        break;
      }
      if (!isTooOld(put)) {
        if (settings.tumblingWindow() > 0) {
          if (batchWindow == null) {
            batchWindow = windowOf(put);
          } else if (windowOf(put) > batchWindow) {
            break;
          }
        }
        fresh++;
      }
      candidates.add(put);
    }
    return candidates;
  }

  /// A batch goes when it is full, cut off by a later window, or the last of the shard; else when
  /// the batching window has elapsed or the tumbling window is over.
  private long goesAt(List<Put> candidates, List<Put> fresh) {
    var full = fresh.size() == settings.batchSize();
    var cutOff = candidates.size() < waiting.size();
    if (full || cutOff || ended) {
      return now;
    }
    var deadline = batchingWindowOpened + settings.batchingWindow() * 1000L;
    if (settings.tumblingWindow() == 0) {
      return deadline;
    }
    var start = window == null ? windowOf(fresh.getFirst()) : window.start;
    return Math.min(deadline, start + settings.tumblingWindow() * 1000L);
  }

  private void deliver(List<Put> candidates, List<Put> fresh) throws Over {
    unresolved.addAll(candidates);
    if (settings.tumblingWindow() > 0) {
      if (window == null) {
        window = new Tumbling(windowOf(fresh.getFirst()));
      }
      window.entered.addAll(fresh);
    }
    resolve(candidates, 0, 0, now);
  }

  // ---- a batch

  /// Sees to it that every record is processed or given up.
  ///
  /// @param attempts failures that count against the retries
  /// @param inARow tries in a row that came to nothing
  private void resolve(List<Put> batch, int attempts, int inARow, long notBefore) throws Over {
    sleepUntil(notBefore);
    var records = batch;
    while (records.stream().anyMatch(this::isTooOld)) {
      var all = records;
      var tooOld = all.stream().filter(this::isTooOld).toList();
      records = all.stream().filter(put -> !tooOld.contains(put)).toList();
      settled(tooOld);
      giveUpTooOld(all, Math.max(1, attempts));
      count(tooOld);
    }
    if (records.isEmpty()) {
      return;
    }
    var reply = invoke(records, window, false, false);
    switch (verdict(reply, records)) {
      case Verdict.Success _ -> processed(records, reply);
      case Verdict.Partial(var from) -> {
        var rest = records.subList(from, records.size());
        processed(records.subList(0, from), reply);
        resolve(rest, attemptsOfRemainder(attempts), 1, now + pause(1));
      }
      case Verdict.NotReached _ -> resolve(records, attempts, inARow + 1, now + pause(inARow + 1));
      case Verdict.Failure(var error) -> {
        if (settings.bisect() && records.size() > 1) {
          var middle = middle(records.size());
          resolve(records.subList(0, middle), attemptsOfHalf(attempts), 0, now);
          resolve(records.subList(middle, records.size()), attemptsOfHalf(attempts), 0, now);
        } else if (isExhausted(attempts + 1)) {
          giveUp(records, records, "exhausted " + error, attempts + 1);
          count(records);
        } else {
          resolve(records, attempts + 1, inARow + 1, now + pause(inARow + 1));
        }
      }
    }
  }

  private void processed(List<Put> records, ScriptedFunction.Reply reply) throws Over {
    if (window != null) {
      window.state = reply.state();
      closing = reply.isLarge();
    }
    settled(records);
    count(records);
    say("resolved " + numbers(records));
    done(records);
    if (window != null && closing) {
      close(window, true, now);
    }
  }

  // ---- a tumbling window

  /// These records are done with; the open window counts those that were put in it.
  private void count(List<Put> done) {
    if (window != null) {
      done.stream().filter(window.entered::contains).forEach(window.records::add);
      window.records.sort(Comparator.comparingInt(Put::number));
    }
  }

  /// Hands the window over: for good, or only its state because that grew too large.
  ///
  /// @param due from when its age counts, because it has no records
  private void close(Tumbling open, boolean early, long due) throws Over {
    closing = true;
    var attempts = 0;
    var inARow = 0;
    while (true) {
      if (inARow > 0 && settings.maximumAge() >= 0 && now - due > settings.maximumAge() * 1000L) {
        closed(open, early);
        giveUp(open.records, List.of(), "too old", Math.max(1, attempts));
        return;
      }
      var verdict = verdict(invoke(List.of(), open, !early, early), List.of());
      if (verdict instanceof Verdict.Success) {
        closed(open, early);
        return;
      }
      if (verdict instanceof Verdict.Failure(var error)) {
        attempts++;
        if (isExhausted(attempts)) {
          closed(open, early);
          giveUp(open.records, List.of(), "exhausted " + error, attempts);
          return;
        }
      }
      inARow++;
      sleepUntil(now + pause(inARow));
    }
  }

  private void closed(Tumbling open, boolean early) {
    if (early) {
      open.state = "{}";
    } else {
      windowsClosedUntil = end(open);
      window = null;
    }
    closing = false;
    settled(List.of());
  }

  private long end(Tumbling open) {
    return open.start + settings.tumblingWindow() * 1000L;
  }

  /// Windows are aligned to the epoch; a record of a closed window counts to the one that follows.
  long windowOf(Put put) {
    var size = settings.tumblingWindow() * 1000L;
    var epoch = ShardSimulation.START.toEpochMilli();
    var start = Math.floorDiv(epoch + put.arrival(), size) * size - epoch;
    return Math.max(start, windowsClosedUntil);
  }

  // ---- giving up

  /// Gives up those of the records that are too old: one message for each run of neighbours.
  private void giveUpTooOld(List<Put> records, int count) throws Over {
    var runs = new ArrayList<List<Put>>();
    var run = new ArrayList<Put>();
    for (var put : records) {
      if (!isTooOld(put) || run.size() == settings.batchSize()) {
        runs.add(List.copyOf(run));
        run.clear();
      }
      if (isTooOld(put)) {
        run.add(put);
      }
    }
    runs.add(List.copyOf(run));
    runs.removeIf(List::isEmpty);
    for (var tooOld : runs) {
      tell(tooOld, "too old", count);
      done(tooOld);
    }
  }

  private void giveUp(List<Put> described, List<Put> records, String cause, int count) throws Over {
    settled(records);
    tell(described, cause, count);
    done(records);
  }

  /// Nothing else happens in the shard until the message is safe.
  private void tell(List<Put> records, String cause, int count) throws Over {
    var first = records.getFirst().number();
    var text =
        first
            + "-"
            + records.getLast().number()
            + " ("
            + records.size()
            + ") "
            + cause
            + " x"
            + count;
    if (settings.destination()) {
      var refused = schedule.refused(first);
      for (var tries = 1; true; tries++) {
        say("notify " + text);
        sleepUntil(now + schedule.messageTakes());
        if (tries > refused) {
          break;
        }
        sleepUntil(now + pause(tries));
      }
    }
    say("gave up " + text);
  }

  // ---- what an answer means

  private sealed interface Verdict {

    record Success() implements Verdict {}

    /// @param from index of the first record to deliver again
    record Partial(int from) implements Verdict {}

    record Failure(@Nullable String error) implements Verdict {}

    record NotReached() implements Verdict {}
  }

  private Verdict verdict(ScriptedFunction.Reply reply, List<Put> records) {
    var windowed = settings.tumblingWindow() > 0;
    var behaviour = reply.behaviour();
    if (behaviour == Behaviour.NOT_REACHED) {
      return new Verdict.NotReached();
    }
    if (behaviour == Behaviour.CRASH || behaviour == Behaviour.TIME_OUT) {
      return new Verdict.Failure("Unhandled");
    }
    if (!windowed && !settings.report()) {
      return new Verdict.Success();
    }
    var isHandedOver = records.isEmpty() && behaviour == Behaviour.DONE_EMPTY_OBJECT;
    if (windowed && !behaviour.hasState() && !isHandedOver) {
      return new Verdict.Failure(null);
    }
    if (!settings.report()) {
      return new Verdict.Success();
    }
    return switch (behaviour.names()) {
      case NOTHING -> new Verdict.Success();
      case RUBBISH, UNREADABLE -> new Verdict.Failure(null);
      case RECORD -> {
        var named = records.stream().map(Put::number).toList().indexOf(reply.record());
        yield named <= 0 ? new Verdict.Failure(null) : new Verdict.Partial(named);
      }
    };
  }

  private ScriptedFunction.Reply invoke(
      List<Put> records, @Nullable Tumbling open, boolean isFinal, boolean isEarly) throws Over {
    var text = "invoke " + numbers(records);
    if (open != null) {
      var state = open.state.length() > 40 ? "large" : open.state;
      text += " in " + open.start + "-" + end(open) + " with " + state;
      text += (isFinal ? " final" : "") + (isEarly ? " early" : "");
    }
    say(text);
    var reply = function.call(numbers(records), open == null ? null : open.state);
    sleepUntil(now + reply.takes());
    return reply;
  }

  // ---- progress

  /// It is decided what becomes of these records. The next batching window opens when nothing of
  /// the batch is left to decide.
  private void settled(List<Put> records) {
    records.forEach(unresolved::remove);
    if (!isBusy()) {
      batchingWindowOpened = now;
    }
  }

  /// Moves the checkpoint to the last record below everything that is not done with.
  private void done(List<Put> records) {
    records.forEach(put -> undone.remove(put.number()));
    var next = undone.isEmpty() ? read.last() : read.lower(undone.first());
    if (next != null && next > checkpoint) {
      checkpoint = next;
      moved(next);
    }
  }

  private boolean isBusy() {
    return closing || !unresolved.isEmpty();
  }

  // ---- time

  private long nextRead() {
    if (nextPage < schedule.pages().size()) {
      return schedule.pages().get(nextPage).time();
    }
    return ended || schedule.endsAt() < 0 ? Long.MAX_VALUE : schedule.endsAt();
  }

  private void sleepUntil(long time) throws Over {
    if (time > Schedule.HORIZON) {
      throw new Over();
    }
    while (nextRead() <= time) {
      if (nextPage < schedule.pages().size()) {
        read(schedule.pages().get(nextPage++));
      } else {
        ended = true;
      }
    }
    now = Math.max(now, time);
  }

  /// A batching window in which nothing came opens again with the next record.
  private void read(Page page) {
    var elapsed = page.time() >= batchingWindowOpened + settings.batchingWindow() * 1000L;
    if (elapsed && waiting.isEmpty() && !isBusy() && !page.puts().isEmpty()) {
      batchingWindowOpened = page.time();
    }
    waiting.addAll(page.puts());
    page.puts().forEach(put -> read.add(put.number()));
    page.puts().forEach(put -> undone.add(put.number()));
  }

  // ---- rules that a test breaks on purpose

  boolean isTooOld(Put put) {
    return isOlderThan(put, settings.maximumAge() * 1000L);
  }

  final boolean isOlderThan(Put put, long age) {
    return settings.maximumAge() >= 0 && now - put.arrival() > age;
  }

  /// How many records of a batch the lower half has.
  int middle(int size) {
    return size / 2;
  }

  int attemptsOfHalf(int attempts) {
    return attempts;
  }

  int attemptsOfRemainder(int attempts) {
    return 0;
  }

  boolean isExhausted(int attempts) {
    return settings.retries() >= 0 && attempts > settings.retries();
  }

  /// 500 ms, doubled with each try in a row, at most a minute.
  long pause(int triesInARow) {
    return triesInARow > 7 ? 60_000 : 500L << (triesInARow - 1);
  }

  void moved(int number) {
    say("checkpoint " + number);
  }

  final void say(String line) {
    trace.add(now + " " + line);
  }

  private static List<Integer> numbers(List<Put> records) {
    return records.stream().map(Put::number).toList();
  }
}
