package dev.millrace.local.mapping;

import dev.millrace.local.lambda.InvokeResult;
import dev.millrace.local.mapping.StreamSource.Page;
import dev.millrace.local.mapping.StreamSource.ShardReader;
import dev.millrace.local.time.StackClock.Alarm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Keeps one shard's machine going: feeds it events one at a time and does what it asks for.
///
/// A virtual thread reads the shard; another one, when asked for, calls the function or the
/// destination. Both bring their results to the machine under one lock.
final class ShardPump {

  private static final Logger log = LoggerFactory.getLogger(ShardPump.class);

  private final MappingConfig config;
  private final String shardId;
  private final ShardReader reader;
  private final EventJson events;
  private final ShardMachine machine;
  private final Outcomes outcomes;
  private final Ports ports;
  private final Tally tally;
  private final Runnable whenMoved;
  private final Runnable whenFinished;
  private final Thread fetcher;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition wake = lock.newCondition();
  private final FetchSchedule schedule;
  private final Bookmark opened;
  private final CommitLog commits;
  private final long began = System.nanoTime();
  private ShardState state;
  private Instant emptyAt;
  private @Nullable Alarm alarm;
  private @Nullable Instant wakeAt;
  private @Nullable Thread worker;
  private boolean fetching;
  private boolean closed;
  private boolean paused;
  private volatile boolean busy = true;
  private volatile boolean caughtUp;

  ShardPump(
      MappingConfig config,
      String shardId,
      StreamSource source,
      Bookmark bookmark,
      Ports ports,
      Tally tally,
      Runnable whenMoved,
      Runnable whenFinished) {
    this.config = config;
    this.shardId = shardId;
    this.reader = source.open(shardId, bookmark.place(), bookmark.notBefore());
    this.opened = bookmark;
    this.commits = bookmark.commits();
    this.emptyAt = bookmark.notBefore();
    this.events = new EventJson(config, shardId);
    this.machine = new ShardMachine(config, events);
    this.state = machine.resume(bookmark, ports.clock().instant());
    this.outcomes = Outcomes.of(config);
    this.ports = ports;
    this.tally = tally;
    this.whenMoved = whenMoved;
    this.whenFinished = whenFinished;
    this.schedule = new FetchSchedule(source.pollInterval(), source.settleTime());
    this.fetcher = Thread.ofVirtual().name("fetch " + shardId).unstarted(this::fetchAll);
  }

  void start() {
    // a window that is to be handed over does not wait for the stream
    tick();
    fetcher.start();
  }

  /// Whether something is under way or due, other than by the stack's clock or idle polling.
  boolean isBusy() {
    return busy;
  }

  boolean isCaughtUp() {
    return caughtUp;
  }

  /// The stream has something new.
  void signal() {
    locked(() -> {
      schedule.signal(now());
      wake.signalAll();
    });
  }

  /// Begins nothing more and takes alarms back; a call that is under way may still end.
  void stop() {
    locked(() -> {
      closed = true;
      paused = true;
      cancelAlarm();
      wake.signalAll();
    });
    fetcher.interrupt();
  }

  /// Begins nothing more; `awaitPaused` waits for what is under way.
  void pause() {
    locked(() -> {
      paused = true;
      cancelAlarm();
      wake.signalAll();
    });
  }

  /// Waits for the read and the call under way and takes their results in.
  void awaitPaused() throws InterruptedException {
    fetcher.join();
    var running = worker();
    if (running != null) {
      running.join();
    }
    locked(() -> tally.dropped(commits.unfinished()));
  }

  /// Where the shard stands.
  Bookmark bookmark() {
    lock.lock();
    try {
      return opened.movedTo(commits, emptyAt, state);
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the read and the call under way, then interrupts the call.
  void awaitWorkers(Duration atMost) throws InterruptedException {
    var running = worker();
    if (running != null && !running.join(atMost)) {
      running.interrupt();
    }
    fetcher.join(atMost);
  }

  private @Nullable Thread worker() {
    lock.lock();
    try {
      return worker;
    } finally {
      lock.unlock();
    }
  }

  // ---- reading

  private void fetchAll() {
    try {
      for (var limit = awaitDue(); limit > 0; limit = awaitDue()) {
        fetch(limit);
      }
    } catch (InterruptedException _) {
      log.atDebug().addKeyValue("shard", shardId).log("reader stopped");
    }
  }

  /// Waits until the shard should be read; how many records then fit, or 0 to stop.
  private int awaitDue() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed && !paused && !state.ended()) {
        var room = machine.room(state);
        var wait = schedule.nextAt() - now();
        if (room > 0 && wait <= 0) {
          schedule.started(now());
          fetching = true;
          return room;
        }
        if (room > 0) {
          wake.awaitNanos(wait);
        } else {
          wake.await();
        }
      }
      return 0;
    } finally {
      lock.unlock();
    }
  }

  private void fetch(int limit) {
    var asked = ports.clock().instant();
    try {
      var page = reader.read(limit);
      locked(() -> fetched(page, asked));
    } catch (RuntimeException e) {
      locked(() -> fetchFailed(e));
    }
  }

  private void fetched(Page page, Instant asked) {
    fetching = false;
    schedule.finished(now(), page);
    // a signal that came meanwhile may mean a record that this page just missed
    caughtUp = !schedule.isPending();
    if (caughtUp && page.readTo() == null && commits.isClean()) {
      emptyAt = asked;
    }
    var before = commits.commit();
    var records = commits.read(page.records(), page.readTo());
    if (!Objects.equals(before, commits.commit())) {
      whenMoved.run();
    }
    tally.read(records.size(), page.filtered());
    apply(new ShardEvent.Fetched(records, caughtUp, page.ended(), asked));
  }

  private void fetchFailed(RuntimeException cause) {
    fetching = false;
    if (cause instanceof StreamNotFoundException) {
      schedule.gone(now());
    } else {
      schedule.failed(now());
    }
    if (!closed) {
      tally.problem(cause);
      warn(cause, "stream could not be read, will be tried again");
    }
  }

  // ---- the machine

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
      busy = !closed && (fetching || awaitsRead() || awaitsAnswer());
    } finally {
      lock.unlock();
    }
    ports.activity().changed();
  }

  private boolean awaitsRead() {
    return schedule.isPending() && machine.room(state) > 0;
  }

  private boolean awaitsAnswer() {
    return state.phase() instanceof Phase.Invoking || state.phase() instanceof Phase.Notifying;
  }

  private void apply(ShardEvent event) {
    step(event);
    // the time may have come while the machine was deciding: a frozen clock would not ring
    while (!paused && wakeAt != null && !ports.clock().instant().isBefore(wakeAt)) {
      step(new ShardEvent.Tick());
    }
    wake.signalAll();
  }

  private void step(ShardEvent event) {
    cancelAlarm();
    var step = machine.step(state, event, ports.clock().instant());
    if (!Objects.equals(step.state().window(), state.window())) {
      whenMoved.run();
    }
    state = step.state();
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
      case Effect.Poll _ -> schedule.demand();
      case Effect.Finished _ -> whenFinished.run();
    }
  }

  private void work(String name, Runnable task) {
    worker = Thread.ofVirtual().name(name + shardId).start(task);
  }

  private void invoke(Effect.Call call) {
    var outcome = outcomes.read(call, result(call));
    tally.answered(outcome);
    locked(() -> apply(new ShardEvent.InvocationFinished(outcome)));
  }

  private InvokeResult result(Effect.Call call) {
    try {
      return ports.invoker().invoke(config.functionName(), events.event(call));
    } catch (RuntimeException | Error e) {
      // whatever it is, the shard must go on, and the operator must see it
      warn(e, "function could not be invoked, will be tried again");
      return new InvokeResult.NotReached(e.getClass().getSimpleName(), String.valueOf(e));
    }
  }

  private void send(FailureReport report) {
    var message = new FailureMessage(config, shardId, report);
    try {
      ports.destination().send(config.onFailure().orElseThrow(), message);
      locked(() -> apply(new ShardEvent.Delivered()));
    } catch (RuntimeException e) {
      tally.problem(e);
      warn(e, "failure destination refused a message, which is kept; will be tried again");
      locked(() -> apply(new ShardEvent.DeliveryFailed()));
    }
  }

  private void resolved(List<StreamRecord> records) {
    tally.resolved(records.size());
    commits.finished(records);
    whenMoved.run();
  }

  /// A warning only if nothing else will tell of the records.
  private void givenUp(FailureReport report) {
    tally.discarded(report.records().size());
    commits.finished(report.records());
    whenMoved.run();
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
        .addKeyValue("commit", commits.commit())
        .log(message);
  }

  // ---- time

  private void wakeAt(Instant time) {
    wakeAt = time;
    alarm = ports.clock().schedule(time, this::tick);
  }

  private void tick() {
    locked(() -> apply(new ShardEvent.Tick()));
  }

  private void cancelAlarm() {
    if (alarm != null) {
      alarm.cancel();
      alarm = null;
      wakeAt = null;
    }
  }

  private long now() {
    return System.nanoTime() - began;
  }
}
