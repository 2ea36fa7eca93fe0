package dev.millrace.local.mapping;

import static dev.millrace.local.mapping.ShardSimulation.START;

import dev.millrace.local.mapping.FailureReport.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Runs a schedule through the engine: the shard's machine, its reading of answers, and its
/// commits.
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
  private final List<String> trace = new ArrayList<>();
  private final Map<FailureReport, Integer> tries = new HashMap<>();
  private ShardState state = ShardState.START;
  private long now;
  private int nextPage;
  private boolean ended;
  private boolean polled;
  private long alarm = NEVER;
  private long answerAt = NEVER;
  private @Nullable ShardEvent answer;

  private EngineRun(Schedule schedule) {
    var config = schedule.settings().build();
    this.schedule = schedule;
    this.machine = new ShardMachine(config, new EventJson(config, "shardId-000000000000"));
    this.outcomes = Outcomes.of(config);
    this.function = new ScriptedFunction(schedule);
  }

  static List<String> of(Schedule schedule) {
    var run = new EngineRun(schedule);
    run.play();
    return run.trace;
  }

  private void play() {
    while (true) {
      if (polled) {
        polled = false;
        send(new ShardEvent.Fetched(List.of(), true, ended, time(now)));
        continue;
      }
      var page =
          nextPage < schedule.pages().size()
              ? schedule.pages().get(nextPage).time()
              : schedule.endsAt() >= 0 && !ended ? schedule.endsAt() : NEVER;
      var next = Math.min(page, Math.min(answerAt, alarm));
      if (next > Schedule.HORIZON) {
        return;
      }
      now = next;
      if (next == page) {
        read();
      } else if (next == answerAt && answer != null) {
        var event = answer;
        answerAt = NEVER;
        send(event);
      } else {
        send(new ShardEvent.Tick());
      }
    }
  }

  private void read() {
    if (nextPage == schedule.pages().size()) {
      ended = true;
      send(new ShardEvent.Fetched(List.of(), true, true, time(now)));
      return;
    }
    var records =
        schedule.pages().get(nextPage++).puts().stream()
            .map(put -> ShardSimulation.record(put.number(), time(put.arrival())))
            .toList();
    tell(() -> commits.read(records, StreamRecord.last(records)));
    send(new ShardEvent.Fetched(records, true, false, time(now)));
  }

  /// Tells the commit if it moves.
  private void tell(Runnable progress) {
    var before = commits.commit();
    progress.run();
    var after = commits.commit();
    if (after != null && !after.equals(before)) {
      say("checkpoint " + after.text());
    }
  }

  private void send(ShardEvent event) {
    alarm = NEVER;
    var step = machine.step(state, event, time(now));
    state = step.state();
    step.effects().forEach(this::perform);
  }

  private void perform(Effect effect) {
    switch (effect) {
      case Effect.Invoke(var call) -> invoke(call);
      case Effect.Notify(var report) -> {
        say("notify " + text(report));
        var before = tries.merge(report, 1, Integer::sum) - 1;
        var isRefused =
            before
                < schedule.refused(report.span().first().sequenceNumber().value().intValueExact());
        answerAt = now + schedule.messageTakes();
        answer = isRefused ? new ShardEvent.DeliveryFailed() : new ShardEvent.Delivered();
      }
      case Effect.Resolved(var records) -> {
        say("resolved " + numbers(records));
        tell(() -> commits.finished(records));
      }
      case Effect.GivenUp(var report) -> {
        say("gave up " + text(report));
        tell(() -> commits.finished(report.records()));
      }
      case Effect.Finished _ -> say("finished");
      case Effect.WakeAt(var time) -> alarm = Math.min(alarm, millis(time));
      case Effect.Poll _ -> polled = true;
    }
  }

  private void invoke(Effect.Call call) {
    var window = call.window();
    var text = "invoke " + numbers(call.records());
    if (window != null) {
      var given = window.state().length() > 40 ? "large" : window.state();
      text += " in " + millis(window.window().start()) + "-" + millis(window.window().end());
      text += " with " + given + (window.isFinal() ? " final" : "");
      text += window.isEarly() ? " early" : "";
    }
    say(text);
    var reply = function.call(numbers(call.records()), window == null ? null : window.state());
    answerAt = now + reply.takes();
    answer = new ShardEvent.InvocationFinished(outcomes.read(call, reply.result()));
  }

  private void say(String line) {
    trace.add(now + " " + line);
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
