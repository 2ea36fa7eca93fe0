package dev.millrace.local.mapping;

import static dev.millrace.local.mapping.ShardSimulation.START;

import dev.millrace.local.mapping.FailureReport.Cause;
import dev.millrace.local.mapping.Schedule.Put;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Runs a schedule through the engine: the machines of the shard's lanes, their reading of answers,
/// and the commits.
///
/// What happens at the same time happens in this order: the stream is read, an answer arrives, an
/// alarm rings.
final class EngineRun {

  private static final long NEVER = Long.MAX_VALUE;

  private final Schedule schedule;
  private final ShardMachine machine;
  private final Outcomes outcomes;
  private final ScriptedFunction function;
  private final CommitLog commits = new CommitLog();
  private final Lanes split;
  private final List<Lane> lanes = new ArrayList<>();
  private final List<String> moves = new ArrayList<>();
  private final Map<FailureReport, Integer> tries = new HashMap<>();
  private long now;
  private int nextPage;
  private boolean ended;
  private boolean polled;
  private @Nullable SequenceNumber told;

  /// One lane, and what it waits for.
  private static final class Lane {

    private final List<String> trace = new ArrayList<>();
    private ShardState state = ShardState.START;
    private long alarm = NEVER;
    private long answerAt = NEVER;
    private @Nullable ShardEvent answer;
  }

  private EngineRun(Schedule schedule) {
    var config = schedule.settings().build();
    this.schedule = schedule;
    this.machine = new ShardMachine(config, new EventJson(config, "shardId-000000000000"));
    this.outcomes = Outcomes.of(config);
    this.function = new ScriptedFunction(schedule);
    this.split = Lanes.of(config);
    for (var i = 0; i < split.count(); i++) {
      lanes.add(new Lane());
    }
  }

  /// What happened in each lane, and then when the commit moved.
  static List<String> of(Schedule schedule) {
    var run = new EngineRun(schedule);
    run.play();
    run.tellCommit();
    var all = new ArrayList<String>();
    for (var i = 0; i < run.lanes.size(); i++) {
      var lane = "lane " + i + " at ";
      run.lanes.get(i).trace.forEach(line -> all.add(lane + line));
    }
    all.addAll(run.moves);
    return all;
  }

  private void play() {
    while (true) {
      if (polled) {
        polled = false;
        fetched(List.of());
        continue;
      }
      var page =
          nextPage < schedule.pages().size()
              ? schedule.pages().get(nextPage).time()
              : schedule.endsAt() >= 0 && !ended ? schedule.endsAt() : NEVER;
      var next = page;
      for (var lane : lanes) {
        next = Math.min(next, Math.min(lane.answerAt, lane.alarm));
      }
      if (next > Schedule.HORIZON) {
        return;
      }
      if (next > now) {
        tellCommit();
      }
      now = next;
      if (next == page) {
        read();
      } else {
        lanes.forEach(this::wake);
      }
    }
  }

  /// The commit counts once nothing more happens at that time.
  private void tellCommit() {
    var commit = commits.commit();
    if (commit != null && !commit.equals(told)) {
      moves.add("at " + now + " commit " + commit.text());
      told = commit;
    }
  }

  private void wake(Lane lane) {
    var event = lane.answer;
    if (now == lane.answerAt && event != null) {
      lane.answerAt = NEVER;
      send(lane, event);
    } else if (now == lane.alarm) {
      send(lane, new ShardEvent.Tick());
    }
  }

  private void read() {
    if (nextPage == schedule.pages().size()) {
      ended = true;
      fetched(List.of());
      return;
    }
    var puts = schedule.pages().get(nextPage++).puts();
    var records = puts.stream().filter(Put::passes).map(EngineRun::record).toList();
    var readTo = puts.isEmpty() ? null : record(puts.getLast()).sequenceNumber();
    fetched(commits.read(records, readTo));
  }

  private void fetched(List<StreamRecord> records) {
    var shares = split.share(records);
    for (var i = 0; i < lanes.size(); i++) {
      send(lanes.get(i), new ShardEvent.Fetched(shares.get(i), true, ended, time(now)));
    }
  }

  private void send(Lane lane, ShardEvent event) {
    lane.alarm = NEVER;
    var step = machine.step(lane.state, event, time(now));
    lane.state = step.state();
    step.effects().forEach(effect -> perform(lane, effect));
  }

  private void perform(Lane lane, Effect effect) {
    switch (effect) {
      case Effect.Invoke(var call) -> invoke(lane, call);
      case Effect.Notify(var report) -> {
        say(lane, "notify " + text(report));
        var before = tries.merge(report, 1, Integer::sum) - 1;
        var first = report.span().first().sequenceNumber().value().intValueExact();
        var isRefused = before < schedule.refused(first);
        lane.answerAt = now + schedule.messageTakes();
        lane.answer = isRefused ? new ShardEvent.DeliveryFailed() : new ShardEvent.Delivered();
      }
      case Effect.Resolved(var records) -> {
        say(lane, "resolved " + numbers(records));
        commits.finished(records);
      }
      case Effect.GivenUp(var report) -> {
        say(lane, "gave up " + text(report));
        commits.finished(report.records());
      }
      case Effect.Finished _ -> say(lane, "finished");
      case Effect.WakeAt(var time) -> lane.alarm = Math.min(lane.alarm, millis(time));
      case Effect.Poll _ -> polled = true;
    }
  }

  private void invoke(Lane lane, Effect.Call call) {
    var window = call.window();
    var text = "invoke " + numbers(call.records());
    if (window != null) {
      var given = window.state().length() > 40 ? "large" : window.state();
      text += " in " + millis(window.window().start()) + "-" + millis(window.window().end());
      text += " with " + given + (window.isFinal() ? " final" : "");
      text += window.isEarly() ? " early" : "";
    }
    say(lane, text);
    var reply = function.call(numbers(call.records()), window == null ? null : window.state());
    lane.answerAt = now + reply.takes();
    lane.answer = new ShardEvent.InvocationFinished(outcomes.read(call, reply.result()));
  }

  private static StreamRecord record(Put put) {
    return ShardSimulation.record(put.number(), time(put.arrival()), 2, put.key());
  }

  private void say(Lane lane, String line) {
    lane.trace.add(now + " " + line);
  }

  private static String text(FailureReport report) {
    var cause =
        switch (report.cause()) {
          case Cause.RetryAttemptsExhausted(var error) -> "exhausted " + error;
          case Cause.RecordAgeExceeded _ -> "too old";
        };
    return "%s-%s (%d) %s x%d"
        .formatted(
            report.span().first(),
            report.span().last(),
            report.span().count(),
            cause,
            report.invokeCount());
  }

  private static List<Integer> numbers(List<StreamRecord> records) {
    return records.stream().map(EngineRun::number).toList();
  }

  private static int number(StreamRecord record) {
    return record.sequenceNumber().value().intValueExact();
  }

  private static Instant time(long millis) {
    return START.plusMillis(millis);
  }

  private static long millis(Instant time) {
    return Duration.between(START, time).toMillis();
  }
}
