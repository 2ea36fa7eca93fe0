package dev.millrace.local.mapping;

import dev.millrace.local.cloudwatch.ServiceMetric;
import dev.millrace.local.lambda.InvokeResult;
import dev.millrace.local.time.StackClock.Alarm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Keeps one lane's machine going: feeds it events one at a time and does what it asks for.
///
/// A virtual thread calls the function or the destination when asked to, one at a time. Everything
/// else happens under the lock that the lanes of a shard share.
final class Lane {

  private static final Logger log = LoggerFactory.getLogger(Lane.class);

  private final MappingConfig config;
  private final String shardId;
  private final Ports ports;
  private final Tally tally;
  private final Shard shard;
  private final EventJson events;
  private final ShardMachine machine;
  private final Outcomes outcomes;
  private ShardState state = ShardState.START;
  private @Nullable Alarm alarm;
  private @Nullable Instant wakeAt;
  private @Nullable Thread worker;
  private boolean paused;

  /// What a lane asks of its shard, always under the lock except for the lock itself.
  interface Shard {

    /// Makes a change under the lock.
    void locked(Runnable change);

    /// These records were processed or given up.
    void finished(List<StreamRecord> records);

    /// The tumbling window is another one, or has another state.
    void windowMoved();

    /// The shard is to be read now, to know whether it is caught up.
    void demandRead();

    /// The shard has ended and nothing of it is left in this lane.
    void laneFinished();
  }

  Lane(MappingConfig config, String shardId, Ports ports, Tally tally, Shard shard) {
    this.config = config;
    this.shardId = shardId;
    this.ports = ports;
    this.tally = tally;
    this.shard = shard;
    this.events = new EventJson(config, shardId);
    this.machine = new ShardMachine(config, events);
    this.outcomes = Outcomes.of(config);
  }

  ShardState state() {
    return state;
  }

  /// How it is doing, as the lane of that number.
  LaneStatus status(int number) {
    return LaneStatus.of(shardId, number, state, ports.clock().instant());
  }

  @Nullable Thread worker() {
    return worker;
  }

  boolean awaitsAnswer() {
    return state.phase() instanceof Phase.Invoking || state.phase() instanceof Phase.Notifying;
  }

  boolean isFinished() {
    return state.phase() instanceof Phase.Finished;
  }

  /// Goes on with a bookmark's window, or hands it over.
  void resume(Bookmark bookmark) {
    state = machine.resume(bookmark, ports.clock().instant());
  }

  /// Begins nothing more; the call under way is still taken in.
  void pause() {
    paused = true;
    cancelAlarm();
  }

  void tick() {
    apply(new ShardEvent.Tick());
  }

  void apply(ShardEvent event) {
    step(event);
    // the time may have come while the machine was deciding: a frozen clock would not ring
    while (!paused && wakeAt != null && !ports.clock().instant().isBefore(wakeAt)) {
      step(new ShardEvent.Tick());
    }
  }

  private void step(ShardEvent event) {
    cancelAlarm();
    var step = machine.step(state, event, ports.clock().instant());
    var windowBefore = state.window();
    state = step.state();
    if (!Objects.equals(windowBefore, state.window())) {
      shard.windowMoved();
    }
    step.effects().stream().filter(effect -> !paused || isDone(effect)).forEach(this::perform);
  }

  /// Whether an effect only tells what was done. The others are found again in the state.
  private static boolean isDone(Effect effect) {
    return switch (effect) {
      case Effect.Resolved _, Effect.GivenUp _, Effect.Finished _ -> true;
      case Effect.Invoke _, Effect.Notify _, Effect.WakeAt _, Effect.Poll _ -> false;
    };
  }

  private void perform(Effect effect) {
    switch (effect) {
      case Effect.Invoke(var call) -> work("invoke ", () -> invoke(call));
      case Effect.Notify(var report) -> work("notify ", () -> send(report));
      case Effect.Resolved(var records) -> resolved(records);
      case Effect.GivenUp(var report) -> givenUp(report);
      case Effect.WakeAt(var time) -> wakeAt(time);
      case Effect.Poll _ -> shard.demandRead();
      case Effect.Finished _ -> shard.laneFinished();
    }
  }

  // ---- calls

  private void work(String name, Runnable task) {
    worker = Thread.ofVirtual().name(name + shardId).start(task);
  }

  private void invoke(Effect.Call call) {
    measure(call.records());
    var reading = outcomes.reading(call, result(call));
    var outcome = reading.outcome();
    tally.answered(outcome);
    reading.complaint().ifPresent(this::notUnderstood);
    var forgotten =
        outcome instanceof Outcome.Succeeded && ports.forgets().test(config.functionName());
    var event = forgotten ? new ShardEvent.Forgotten() : new ShardEvent.InvocationFinished(outcome);
    shard.locked(() -> apply(event));
  }

  /// The age of the batch's last record, when the function gets it.
  private void measure(List<StreamRecord> records) {
    if (!records.isEmpty()) {
      var age = Duration.between(records.getLast().arrival(), ports.clock().instant());
      ports
          .metrics()
          .add(
              ServiceMetric.LAMBDA_ITERATOR_AGE,
              config.functionName(),
              (double) Math.max(0, age.toMillis()));
    }
  }

  /// The batch counts as failed, and only this tells the function's author why.
  private void notUnderstood(String complaint) {
    tally.notUnderstood(complaint);
    log.atWarn()
        .addKeyValue("mapping", config.uuid())
        .addKeyValue("function", config.functionName())
        .addKeyValue("shard", shardId)
        .addKeyValue("complaint", complaint)
        .log("function's answer was not understood, the whole batch counts as failed");
  }

  private InvokeResult result(Effect.Call call) {
    try {
      return ports.invoker().invoke(config.functionName(), events.event(call));
    } catch (RuntimeException | Error e) {
      // whatever it is, the lane must go on, and the operator must see it
      warn(e, "function could not be invoked, will be tried again");
      return new InvokeResult.NotReached(e.getClass().getSimpleName(), String.valueOf(e));
    }
  }

  private void send(FailureReport report) {
    var message = new FailureMessage(config, shardId, report);
    try {
      ports.destination().as(config.roleArn()).send(config.onFailure().orElseThrow(), message);
      shard.locked(() -> apply(new ShardEvent.Delivered()));
    } catch (RuntimeException e) {
      tally.problem(e);
      warn(e, "failure destination refused a message, which is kept; will be tried again");
      shard.locked(() -> apply(new ShardEvent.DeliveryFailed()));
    }
  }

  // ---- what was done

  private void resolved(List<StreamRecord> records) {
    tally.resolved(records.size());
    shard.finished(records);
  }

  /// A warning only if nothing else will tell of the records.
  private void givenUp(FailureReport report) {
    tally.discarded(report.records().size());
    shard.finished(report.records());
    log.atLevel(config.onFailure().isPresent() ? Level.INFO : Level.WARN)
        .addKeyValue("function", config.functionName())
        .addKeyValue("shard", shardId)
        .addKeyValue("cause", report.cause())
        .addKeyValue("from", report.span().first())
        .addKeyValue("to", report.span().last())
        .addKeyValue("records", report.span().count())
        .addKeyValue("destination", config.onFailure().orElse("none"))
        .log("records given up");
  }

  private void warn(Throwable cause, String message) {
    log.atWarn()
        .setCause(cause)
        .addKeyValue("mapping", config.uuid())
        .addKeyValue("function", config.functionName())
        .addKeyValue("stream", config.streamArn())
        .addKeyValue("shard", shardId)
        .log(message);
  }

  // ---- time

  private void wakeAt(Instant time) {
    wakeAt = time;
    alarm = ports.clock().schedule(time, () -> shard.locked(this::tick));
  }

  private void cancelAlarm() {
    if (alarm != null) {
      alarm.cancel();
      alarm = null;
      wakeAt = null;
    }
  }
}
