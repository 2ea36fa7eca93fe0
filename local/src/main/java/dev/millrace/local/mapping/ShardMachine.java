package dev.millrace.local.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.local.mapping.FailureReport.Cause;
import dev.millrace.local.mapping.Task.Backoff;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decides what a mapping does with one shard: a pure function of state, event and time.
///
/// One task is under way at a time. Where AWS's behaviour is not published:
///
/// - A split costs no attempt and no pause; the halves inherit the count. An answer that is not
///   understood, and a report that names the first record, are failures of the whole batch.
/// - The batching window opens when the previous invocation completes. If it elapses without a
///   record, the next record opens a new one.
/// - A tumbling window closes when a record of a later window is next, when the clock has reached
///   its end and the shard holds nothing more (records that still wait for their batching window go
///   first), or when the shard ends. A record that arrives for a closed window counts to the one
///   that follows.
/// - State above the limit is handed over by a call that is not the final one.
/// - The age of a call without records counts from when it fell due.
final class ShardMachine {

  /// Most bytes of a window's state.
  static final int STATE_LIMIT = 1024 * 1024;

  private final MappingConfig config;
  private final AgeLimit ageLimit;
  private final Batcher batcher;

  ShardMachine(MappingConfig config, EventJson events) {
    this.config = config;
    this.ageLimit = AgeLimit.of(config);
    this.batcher = new Batcher(config, ageLimit, events);
  }

  /// The state of a shard that is read on from a bookmark. An open window of another length than
  /// the mapping's is handed over first, and so is one whose state is too large.
  ShardState resume(Bookmark bookmark, Instant now) {
    var state = ShardState.START.closedUntil(bookmark.closedUntil());
    var open = bookmark.window();
    if (open == null) {
      return state;
    }
    var goesOn = config.tumblingWindow().equals(Optional.of(open.window().length()));
    return goesOn && !isTooLarge(open.state())
        ? state.withWindow(open)
        : state.withWindow(open).doingFirst(Task.Close.first(goesOn, now));
  }

  Step step(ShardState state, ShardEvent event, Instant now) {
    return switch (event) {
      case ShardEvent.Fetched page -> proceed(fetched(state, page, now), now);
      case ShardEvent.InvocationFinished(var outcome) -> answered(state, outcome, now);
      case ShardEvent.Forgotten _ -> proceed(forgotten(state, now), now);
      case ShardEvent.Delivered _ -> delivered(state, now);
      case ShardEvent.DeliveryFailed _ -> proceed(notifyLater(state, now), now);
      case ShardEvent.Tick _ -> proceed(state, now);
    };
  }

  // ---- what an answer means

  private Step answered(ShardState state, Outcome outcome, Instant now) {
    return decide(invoked(state), outcome, now);
  }

  private static ShardState invoked(ShardState state) {
    if (!(state.phase() instanceof Phase.Invoking)) {
      throw new IllegalStateException("no invocation was under way, phase was " + state.phase());
    }
    return state.with(new Phase.Ready());
  }

  /// What is not resolved is read as if for the first time, and so cut anew. A window that was
  /// handed over, or is to be, is handed over again: what it holds cannot be read again.
  private static ShardState forgotten(ShardState state, Instant now) {
    var next = invoked(state);
    var batches = next.todo().stream().filter(Task.Deliver.class::isInstance).toList();
    return batches.size() < next.todo().size()
        ? next
        : next.rereading(
                batches.stream().flatMap(task -> ((Task.Deliver) task).records().stream()).toList())
            .withBatchingSince(now);
  }

  private Step decide(ShardState state, Outcome outcome, Instant now) {
    var task = state.todo().getFirst();
    return switch (outcome) {
      case Outcome.Succeeded(var answer) -> succeeded(state, task, answer, now);
      case Outcome.PartlyFailed(var from, var answer) -> partly(state, task, from, answer, now);
      case Outcome.Failed(var error) -> failed(state, task, error, now);
      case Outcome.NotReached _ ->
          proceed(state.replacingFirst(List.of(task.notReached(now))), now);
    };
  }

  private Step succeeded(ShardState state, Task task, @Nullable String answer, Instant now) {
    return switch (task) {
      case Task.Deliver(var records, _, _, _) ->
          resolved(state.replacingFirst(List.of()), records, answer, now);
      case Task.Close close -> proceed(closed(state, close, now), now);
    };
  }

  private Step partly(ShardState state, Task task, int from, @Nullable String answer, Instant now) {
    var records = ((Task.Deliver) task).records();
    var rest = Task.Deliver.remainder(records.subList(from, records.size()), now);
    return resolved(state.replacingFirst(List.of(rest)), records.subList(0, from), answer, now);
  }

  private Step resolved(
      ShardState state, List<StreamRecord> records, @Nullable String answer, Instant now) {
    var next = completed(aggregated(counted(state, records), answer, now), now);
    return Step.of(next, new Effect.Resolved(records)).then(s -> proceed(s, now));
  }

  /// Counts records to the open window, if there is one.
  private static ShardState counted(ShardState state, List<StreamRecord> records) {
    var open = state.window();
    return open == null || records.isEmpty() ? state : state.withWindow(open.plus(records));
  }

  /// Keeps the window's new state, and hands it over early if it is too large.
  private static ShardState aggregated(ShardState state, @Nullable String answer, Instant now) {
    var open = state.window();
    if (open == null || answer == null) {
      return state;
    }
    var next = state.withWindow(open.withState(answer));
    return isTooLarge(answer) ? next.doingFirst(Task.Close.first(true, now)) : next;
  }

  private static boolean isTooLarge(String windowState) {
    return windowState.getBytes(UTF_8).length > STATE_LIMIT;
  }

  /// The window was handed over, or given up.
  private static ShardState closed(ShardState state, Task.Close close, Instant now) {
    var next = state.replacingFirst(List.of());
    var open = Objects.requireNonNull(next.window());
    return completed(
        close.early() ? next.withWindow(open.withState(OpenWindow.FRESH)) : next.withoutWindow(),
        now);
  }

  private Step failed(ShardState state, Task task, @Nullable String error, Instant now) {
    if (task instanceof Task.Deliver batch
        && config.bisectOnError()
        && batch.records().size() > 1) {
      var middle = batch.records().size() / 2;
      var halves = List.of(batch.half(0, middle), batch.half(middle, batch.records().size()));
      return proceed(state.replacingFirst(halves), now);
    }
    var again = task.failed(now);
    var limit = config.maximumRetryAttempts();
    return limit.isPresent() && again.attempts() > limit.getAsInt()
        ? discarded(state, again, new Cause.RetryAttemptsExhausted(error), now)
        : proceed(state.replacingFirst(List.of(again)), now);
  }

  // ---- giving up

  private Step discarded(ShardState state, Task task, Cause cause, Instant now) {
    var count = Math.max(1, task.attempts());
    var window = windowCall(state, task);
    return switch (task) {
      case Task.Deliver(var records, _, _, _) ->
          giveUp(
              completed(state.replacingFirst(List.of()), now),
              List.of(new FailureReport(cause, count, Span.of(records), records, now, window)),
              now);
      case Task.Close close -> {
        var span = Objects.requireNonNull(Objects.requireNonNull(state.window()).span());
        yield giveUp(
            closed(state, close, now),
            List.of(new FailureReport(cause, count, span, List.of(), now, window)),
            now);
      }
    };
  }

  private Step giveUp(ShardState state, List<FailureReport> reports, Instant now) {
    if (config.onFailure().isPresent()) {
      return Step.of(
          state.with(new Phase.Notifying(reports, 0)), new Effect.Notify(reports.getFirst()));
    }
    var step = Step.of(state);
    for (var report : reports) {
      step = step.then(s -> givenUp(s, report));
    }
    return step.then(s -> proceed(s, now));
  }

  private static Step givenUp(ShardState state, FailureReport report) {
    var next = report.window() == null ? state : counted(state, report.records());
    return Step.of(next, new Effect.GivenUp(report));
  }

  private Step delivered(ShardState state, Instant now) {
    if (!(state.phase() instanceof Phase.Notifying(var outstanding, _))) {
      throw new IllegalStateException("no message was under way, phase was " + state.phase());
    }
    var rest = outstanding.subList(1, outstanding.size());
    var next = rest.isEmpty() ? new Phase.Ready() : new Phase.NotifyingLater(rest, 0, Instant.MIN);
    return givenUp(state.with(next), outstanding.getFirst()).then(s -> proceed(s, now));
  }

  private static ShardState notifyLater(ShardState state, Instant now) {
    if (!(state.phase() instanceof Phase.Notifying(var outstanding, var failures))) {
      throw new IllegalStateException("no message was under way, phase was " + state.phase());
    }
    var until = now.plus(Backoff.after(failures + 1));
    return state.with(new Phase.NotifyingLater(outstanding, failures + 1, until));
  }

  // ---- what comes next

  private Step proceed(ShardState state, Instant now) {
    return switch (state.phase()) {
      case Phase.Ready _ -> state.todo().isEmpty() ? collect(state, now) : attempt(state, now);
      case Phase.NotifyingLater(var outstanding, var failures, var until) ->
          now.isBefore(until)
              ? Step.of(state, new Effect.WakeAt(until))
              : Step.of(
                  state.with(new Phase.Notifying(outstanding, failures)),
                  new Effect.Notify(outstanding.getFirst()));
      case Phase.Invoking _, Phase.Notifying _, Phase.Finished _ -> Step.of(state);
    };
  }

  private Step attempt(ShardState state, Instant now) {
    var task = state.todo().getFirst();
    if (now.isBefore(task.notBefore())) {
      return Step.of(state, new Effect.WakeAt(task.notBefore()));
    }
    return switch (task) {
      case Task.Deliver batch -> deliver(state, batch, now);
      case Task.Close close ->
          close.streak() > 0 && ageLimit.isExceededBy(close.since(), now)
              ? discarded(state, close, new Cause.RecordAgeExceeded(), now)
              : invoke(state, List.of(), close);
    };
  }

  private Step deliver(ShardState state, Task.Deliver batch, Instant now) {
    var sorted = ageLimit.sort(batch.records(), now);
    if (sorted.runs().isEmpty()) {
      return invoke(state, batch.records(), batch);
    }
    var rest =
        sorted.fresh().isEmpty()
            ? completed(state.replacingFirst(List.of()), now)
            : state.replacingFirst(List.of(batch.with(sorted.fresh())));
    var count = Math.max(1, batch.attempts());
    return giveUp(rest, tooOld(sorted.runs(), count, windowCall(state, batch), now), now);
  }

  private static List<FailureReport> tooOld(
      List<List<StreamRecord>> runs, int count, Effect.@Nullable WindowCall window, Instant now) {
    var cause = new Cause.RecordAgeExceeded();
    return runs.stream()
        .map(run -> new FailureReport(cause, count, Span.of(run), run, now, window))
        .toList();
  }

  private static Step invoke(ShardState state, List<StreamRecord> records, Task task) {
    var call = new Effect.Call(records, windowCall(state, task));
    return Step.of(state.with(new Phase.Invoking()), new Effect.Invoke(call));
  }

  /// What the open window adds to a task's invocation.
  private static Effect.@Nullable WindowCall windowCall(ShardState state, Task task) {
    var open = state.window();
    if (open == null) {
      return null;
    }
    var isClose = task instanceof Task.Close;
    var isEarly = task instanceof Task.Close close && close.early();
    return new Effect.WindowCall(open.window(), open.state(), isClose && !isEarly, isEarly);
  }

  /// Nothing is left to resolve: the next batch, the end of the window, the end of the shard.
  private Step collect(ShardState state, Instant now) {
    var cut = batcher.cut(state, now);
    if (state.queue().isEmpty()) {
      return drained(state, now);
    }
    var open = state.window();
    var over = cut.window() != null && isOver(cut.window(), state, now);
    if (cut.batch().isEmpty()) {
      var closing = open != null && cut.complete() && cut.taken() < state.queue().size();
      var next = state.taking(cut.taken());
      return giveUpFirst(closing ? next.doingFirst(Task.Close.first(false, now)) : next, cut, now);
    }
    if (cut.complete() || over || state.ended() || !now.isBefore(deadline(state))) {
      var next = state.taking(cut.taken());
      return giveUpFirst(entered(next, cut).doingFirst(Task.Deliver.first(cut.batch())), cut, now);
    }
    return cut.window() == null
        ? Step.of(state, new Effect.WakeAt(deadline(state)))
        : await(state, cut.window(), deadline(state), now);
  }

  private Step giveUpFirst(ShardState state, Batcher.Cut cut, Instant now) {
    return cut.tooOld().isEmpty()
        ? proceed(state, now)
        : giveUp(state, tooOld(cut.tooOld(), 1, null, now), now);
  }

  private static ShardState entered(ShardState state, Batcher.Cut cut) {
    return cut.window() == null || state.window() != null
        ? state
        : state.withWindow(OpenWindow.of(cut.window()));
  }

  private Step drained(ShardState state, Instant now) {
    var open = state.window();
    if (open == null) {
      return state.ended()
          ? Step.of(state.with(new Phase.Finished()), new Effect.Finished())
          : Step.of(state);
    }
    return state.ended() || isOver(open.window(), state, now)
        ? proceed(state.doingFirst(Task.Close.first(false, now)), now)
        : await(state, open.window(), open.window().end(), now);
  }

  /// Waits for more records, for `deadline`, or for the window's end, whatever is first.
  private static Step await(ShardState state, Window window, Instant deadline, Instant now) {
    if (!now.isBefore(window.end())) {
      // the clock says it is over; whether records are on their way only the stream can say
      var poll = new Effect.Poll();
      return now.isBefore(deadline)
          ? Step.of(state, poll, new Effect.WakeAt(deadline))
          : Step.of(state, poll);
    }
    var first = deadline.isBefore(window.end()) ? deadline : window.end();
    return Step.of(state, new Effect.WakeAt(first));
  }

  private static boolean isOver(Window window, ShardState state, Instant now) {
    var caughtUpAt = state.caughtUpAt();
    return !now.isBefore(window.end()) && caughtUpAt != null && !caughtUpAt.isBefore(window.end());
  }

  // ---- the batching window

  private Instant deadline(ShardState state) {
    return Objects.requireNonNull(state.batchingSince()).plus(config.batchingWindow());
  }

  /// Takes records in; the first one after a batching window that elapsed empty opens the next.
  private ShardState fetched(ShardState state, ShardEvent.Fetched page, Instant now) {
    var next = state.plus(page);
    var since = state.batchingSince();
    var elapsed = since == null || !now.isBefore(since.plus(config.batchingWindow()));
    var isFirst = state.queue().isEmpty() && state.todo().isEmpty() && !page.records().isEmpty();
    return isFirst && elapsed ? next.withBatchingSince(now) : next;
  }

  /// Opens the next batching window once nothing of the last batch is left.
  private static ShardState completed(ShardState state, Instant now) {
    return state.todo().isEmpty() ? state.withBatchingSince(now) : state;
  }
}
