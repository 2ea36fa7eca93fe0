package dev.millrace.local.faults;

import dev.millrace.local.Checkpoint;
import dev.millrace.local.gateway.Exchange;
import dev.millrace.local.lambda.Mishap;
import dev.millrace.local.time.StackClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/// The faults of a running stack: the plan in force, and what was injected since it came in force.
///
/// The stack's own calls (its mappings' and delivery streams' reads and writes, its deployment) are
/// never hit.
public final class Faults implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Faults.class);

  private final StackClock clock;
  private final Resharder resharder;
  private final CallFaults calls;
  private final List<StackClock.Alarm> alarms = new ArrayList<>();
  private volatile PlanRun run;

  /// @param kinesis splits and merges shards
  /// @param functionKey the access key that functions sign with
  /// @param ownKey the access key that the stack itself signs with
  public Faults(StackClock clock, KinesisClient kinesis, String functionKey, String ownKey) {
    this.clock = clock;
    this.resharder = new Resharder(kinesis);
    this.calls = new CallFaults(this, functionKey, ownKey);
    this.run = new PlanRun(FaultPlan.NONE, clock.instant());
  }

  /// Puts a plan in force instead of the one before; counts begin anew.
  public synchronized void set(FaultPlan plan) {
    alarms.forEach(StackClock.Alarm::cancel);
    alarms.clear();
    var start = clock.instant();
    var next = new PlanRun(plan, start);
    run = next;
    IntStream.range(0, plan.rules().size())
        .filter(i -> plan.rules().get(i).on() instanceof Trigger.Time)
        .forEach(i -> {
          var due = start.plus(plan.rules().get(i).when().after().orElseThrow());
          alarms.add(clock.schedule(due, () -> happenToStack(next.timed(i))));
        });
  }

  /// Nothing goes wrong any more, and nothing counts as injected.
  public void clear() {
    set(FaultPlan.NONE);
  }

  /// The plan in force.
  public FaultPlan plan() {
    return run.plan();
  }

  /// What was injected since the plan came in force, by fault and by what it hit.
  public List<Injected> injected() {
    return run.injected();
  }

  /// The same in one line.
  public String summary() {
    var all = injected();
    return all.isEmpty()
        ? "no fault was injected"
        : "injected faults: "
            + all.stream().map(Injected::toString).collect(Collectors.joining(", "));
  }

  /// The way back to where nothing goes wrong.
  public Checkpoint checkpoint() {
    return this::clear;
  }

  // ---- what the stack asks

  /// Decides what becomes of a call, for a gateway.
  public void intercept(Exchange exchange) throws Exception {
    if (plan().rules().isEmpty()) {
      exchange.pass();
    } else {
      calls.handle(exchange);
    }
  }

  /// What befalls an invocation of a function.
  public Optional<Mishap> befall(String function) {
    var current = run;
    return current
        .next(new Happening.Invoked(function), clock.instant())
        .map(hit -> {
          current.happened(hit);
          return mishap(hit.fault());
        });
  }

  private static Mishap mishap(Fault fault) {
    if (!(fault instanceof Fault.OfInvocation ofInvocation)) {
      throw new IllegalStateException(fault.name() + " is no fault of an invocation");
    }
    return switch (ofInvocation) {
      case Fault.Throttle _ -> Mishap.THROTTLE;
      case Fault.CrashBefore _ -> Mishap.CRASH_BEFORE;
      case Fault.CrashAfter _ -> Mishap.CRASH_AFTER;
      case Fault.TimeOut _ -> Mishap.TIME_OUT;
      case Fault.ErrorBefore _ -> Mishap.ERROR_BEFORE;
      case Fault.ErrorAfter _ -> Mishap.ERROR_AFTER;
    };
  }

  /// Whether a mapping forgets that a batch of a function succeeded.
  public boolean forgets(String function) {
    var current = run;
    var hit = current.next(new Happening.Delivered(function), clock.instant());
    hit.ifPresent(current::happened);
    return hit.isPresent();
  }

  // ---- for calls

  boolean watches(Api api, String action) {
    return run.watches(api, action);
  }

  Optional<PlanRun.Hit> next(Happening.Called call) {
    return run.next(call, clock.instant());
  }

  void happened(PlanRun.Hit hit) {
    run.happened(hit);
  }

  /// Does something to the whole stack. If it cannot be done, that is logged and not counted.
  void happenToStack(PlanRun.Hit hit) {
    try {
      if (hit.fault() instanceof Fault.OfStack fault && isDone(fault, hit.dice())) {
        run.happened(hit);
      } else {
        log.atWarn().addKeyValue("fault", hit.fault()).log("no shard for the fault");
      }
    } catch (SdkException e) {
      var reason = e instanceof AwsServiceException refusal ? refusal.getMessage() : e.toString();
      log.atWarn()
          .addKeyValue("fault", hit.fault())
          .addKeyValue("reason", reason)
          .log("the fault could not be injected");
    }
  }

  private boolean isDone(Fault.OfStack fault, Dice dice) {
    return switch (fault) {
      case Fault.SplitShard(var stream) -> resharder.split(stream, dice);
      case Fault.MergeShards(var stream) -> resharder.merge(stream, dice);
      case Fault.ClockJump(var by) -> {
        clock.advance(by);
        yield true;
      }
    };
  }

  /// Logs what was injected, if there was a plan.
  @Override
  public void close() {
    if (!plan().rules().isEmpty()) {
      log.atInfo().log(summary());
    }
  }
}
