package dev.millrace.local.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
  private final Function<Effect.Call, Outcome> function;
  private final List<String> trace = new ArrayList<>();
  private final List<Effect> effects = new ArrayList<>();
  private Predicate<FailureReport> destination = _ -> true;
  private ShardState state = ShardState.START;
  private Instant now = START;
  private @Nullable Instant alarm;

  ShardSimulation(TestConfig config, Function<Effect.Call, Outcome> function) {
    var settings = config.build();
    this.machine = new ShardMachine(settings, new EventJson(settings, "shardId-000000000000"));
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
    return new StreamRecord(
        SequenceNumber.of(Integer.toString(number)), arrival, "x".repeat(bytes).getBytes(UTF_8), 0);
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

  ShardSimulation send(ShardEvent event) {
    alarm = null;
    var step = machine.step(state, event, now);
    state = step.state();
    effects.addAll(step.effects());
    step.effects().forEach(effect -> trace(effect));
    step.effects().forEach(this::perform);
    return this;
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

  List<Effect> effects() {
    return effects;
  }

  ShardState state() {
    return state;
  }

  Instant now() {
    return now;
  }

  ShardMachine machine() {
    return machine;
  }

  private void perform(Effect effect) {
    switch (effect) {
      case Effect.Invoke(var call) -> send(new ShardEvent.InvocationFinished(function.apply(call)));
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
      case Effect.Resolved _, Effect.GivenUp _, Effect.Checkpoint _, Effect.Finished _ -> {}
    }
  }

  private void trace(Effect effect) {
    var line =
        switch (effect) {
          case Effect.Invoke(var call) -> "invoke " + numbers(call.records()) + window(call);
          case Effect.Notify(var report) -> "notify " + report(report);
          case Effect.Resolved(var records) -> "resolved " + numbers(records);
          case Effect.GivenUp(var report) -> "gave up " + report(report);
          case Effect.Checkpoint(var number) -> "checkpoint " + number.text();
          case Effect.Finished _ -> "finished";
          case Effect.WakeAt _, Effect.Poll _ -> "";
        };
    if (!line.isEmpty()) {
      trace.add(seconds() + " " + line);
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
