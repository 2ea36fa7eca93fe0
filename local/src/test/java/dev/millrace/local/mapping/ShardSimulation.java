package dev.millrace.local.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Runs one shard's machine against a scripted function, in simulated time.
///
/// The trace has one line per effect, each behind the seconds since the start.
final class ShardSimulation {

  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final ShardMachine machine;
  private final Lanes lanes;
  private final Function<Effect.Call, Outcome> function;
  private final List<String> trace = new ArrayList<>();
  private final List<Effect> effects = new ArrayList<>();
  private final CommitLog commits = new CommitLog();
  private final List<SequenceNumber> committed = new ArrayList<>();
  private final Set<Integer> forgotten = new HashSet<>();
  private Predicate<FailureReport> destination = _ -> true;
  private int succeeded;
  private ShardState state = ShardState.START;
  private Instant now = START;
  private @Nullable Instant alarm;

  ShardSimulation(TestConfig config, Function<Effect.Call, Outcome> function) {
    var settings = config.build();
    this.machine = new ShardMachine(settings, new EventJson(settings, "shardId-000000000000"));
    this.lanes = Lanes.of(settings);
    this.function = function;
  }

  static ShardSimulation of(TestConfig config, Function<Effect.Call, Outcome> function) {
    return new ShardSimulation(config, function);
  }

  /// A record whose data are its number.
  static StreamRecord record(int number, Instant arrival) {
    return record(number, arrival, 2);
  }

  static StreamRecord record(int number, Instant arrival, int bytes) {
    return record(number, arrival, bytes, 0);
  }

  static StreamRecord record(int number, Instant arrival, int bytes, int keyHash) {
    return new StreamRecord(
        SequenceNumber.of(Integer.toString(number)),
        arrival,
        "x".repeat(bytes).getBytes(UTF_8),
        keyHash);
  }

  /// The n-th successes are forgotten, counted from 1.
  ShardSimulation forgetting(Integer... successes) {
    forgotten.addAll(List.of(successes));
    return this;
  }

  ShardSimulation destination(Predicate<FailureReport> accepts) {
    destination = accepts;
    return this;
  }

  /// Records `from` to `to` arrive now.
  ShardSimulation put(int from, int to) {
    return arrive(IntStream.rangeClosed(from, to).mapToObj(n -> record(n, now)).toList());
  }

  /// One record with its own arrival time, in seconds since the start.
  ShardSimulation putAt(int number, int arrival) {
    return arrive(List.of(record(number, START.plusSeconds(arrival))));
  }

  ShardSimulation arrive(List<StreamRecord> records) {
    return send(new ShardEvent.Fetched(records, true, false, now));
  }

  ShardSimulation endOfShard() {
    return send(new ShardEvent.Fetched(List.of(), true, true, now));
  }

  /// A page is read, up to a record that perhaps is not to be delivered.
  ShardSimulation read(int to, StreamRecord... records) {
    return send(
        new ShardEvent.Fetched(List.of(records), true, false, now),
        SequenceNumber.of(Integer.toString(to)));
  }

  ShardSimulation send(ShardEvent event) {
    return send(
        event, event instanceof ShardEvent.Fetched page ? StreamRecord.last(page.records()) : null);
  }

  private ShardSimulation send(ShardEvent event, @Nullable SequenceNumber readTo) {
    alarm = null;
    if (event instanceof ShardEvent.Fetched page) {
      commits(() -> commits.read(page.records(), readTo));
    }
    var step = machine.step(state, event, now);
    state = step.state();
    effects.addAll(step.effects());
    step.effects().forEach(this::trace);
    step.effects().forEach(this::perform);
    return this;
  }

  private void commits(Runnable progress) {
    var before = commits.commit();
    progress.run();
    var after = commits.commit();
    if (after != null && !after.equals(before)) {
      committed.add(after);
      trace.add(seconds() + " checkpoint " + after.text());
    }
  }

  /// Time passes until so many seconds after the start.
  ShardSimulation until(int second) {
    return until(START.plusSeconds(second));
  }

  ShardSimulation until(Instant target) {
    while (alarm != null && !alarm.isAfter(target)) {
      now = alarm;
      send(new ShardEvent.Tick());
    }
    now = target;
    return this;
  }

  /// Time passes until nothing waits for it.
  ShardSimulation untilQuiet() {
    while (alarm != null) {
      until(alarm);
    }
    return this;
  }

  List<String> trace() {
    return trace;
  }

  List<String> trace(String verb) {
    return trace.stream().filter(line -> line.contains(" " + verb)).toList();
  }

  /// Every commit, in order.
  List<SequenceNumber> committed() {
    return committed;
  }

  List<Effect> effects() {
    return effects;
  }

  ShardState state() {
    return state;
  }

  Instant now() {
    return now;
  }

  /// How many more records would be read.
  int room() {
    return lanes.room(List.of(state.queue()));
  }

  private void perform(Effect effect) {
    switch (effect) {
      case Effect.Invoke(var call) -> {
        var outcome = function.apply(call);
        var forgets = outcome instanceof Outcome.Succeeded && forgotten.remove(++succeeded);
        send(forgets ? new ShardEvent.Forgotten() : new ShardEvent.InvocationFinished(outcome));
      }
      case Effect.Notify(var report) ->
          send(
              destination.test(report)
                  ? new ShardEvent.Delivered()
                  : new ShardEvent.DeliveryFailed());
      case Effect.WakeAt(var time) -> {
        if (!time.isAfter(now)) {
          throw new AssertionError("an alarm must lie in the future, was " + time + " at " + now);
        }
        alarm = time;
      }
      case Effect.Poll _ -> send(new ShardEvent.Fetched(List.of(), true, false, now));
      case Effect.Resolved _, Effect.GivenUp _, Effect.Finished _ -> {}
    }
  }

  private void trace(Effect effect) {
    var line =
        switch (effect) {
          case Effect.Invoke(var call) -> "invoke " + numbers(call.records()) + window(call);
          case Effect.Notify(var report) -> "notify " + report(report);
          case Effect.Resolved(var records) -> "resolved " + numbers(records);
          case Effect.GivenUp(var report) -> "gave up " + report(report);
          case Effect.Finished _ -> "finished";
          case Effect.WakeAt _, Effect.Poll _ -> "";
        };
    if (!line.isEmpty()) {
      trace.add(seconds() + " " + line);
    }
    switch (effect) {
      case Effect.Resolved(var records) -> commits(() -> commits.finished(records));
      case Effect.GivenUp(var report) -> commits(() -> commits.finished(report.records()));
      default -> {}
    }
  }

  private String seconds() {
    var text = "%.1f".formatted(Duration.between(START, now).toMillis() / 1000.0);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  private static String report(FailureReport report) {
    return "%s-%s (%d) %s x%d"
        .formatted(
            report.span().first(),
            report.span().last(),
            report.span().count(),
            report.cause().getClass().getSimpleName(),
            report.invokeCount());
  }

  private static String window(Effect.Call call) {
    var window = call.window();
    if (window == null) {
      return "";
    }
    var state = window.state().length() > 40 ? "large" : window.state();
    return " in %d-%d with %s%s%s"
        .formatted(
            Duration.between(START, window.window().start()).toSeconds(),
            Duration.between(START, window.window().end()).toSeconds(),
            state,
            window.isFinal() ? " final" : "",
            window.isEarly() ? " early" : "");
  }

  static String numbers(List<StreamRecord> records) {
    if (records.isEmpty()) {
      return "nothing";
    }
    return records.stream()
        .map(record -> record.sequenceNumber().text())
        .collect(Collectors.joining(" "));
  }
}
