package dev.millrace.local.lambda;

import dev.millrace.local.Checkpoint;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Delivers events whose callers do not wait, and tries again as Lambda does: after a function
/// error twice, one and two minutes later; after a throttle ever more slowly for six hours.
///
/// Retries wait in the stack's time. An event that is given up is logged; Lambda's failure
/// destinations for such events are not supported.
final class AsyncInvoker {

  private static final Logger logger = LoggerFactory.getLogger(AsyncInvoker.class);

  private static final List<Duration> ERROR_DELAYS =
      List.of(Duration.ofMinutes(1), Duration.ofMinutes(2));

  private static final Duration LONGEST_THROTTLE_DELAY = Duration.ofMinutes(5);
  private static final Duration MAXIMUM_AGE = Duration.ofHours(6);
  private static final Duration GRACE = Duration.ofSeconds(2);

  /// Runs tasks at a time of the stack.
  @FunctionalInterface
  interface Alarms {
    void schedule(Instant due, Runnable task);
  }

  /// An event under way.
  private record Event(
      String function,
      String requestId,
      byte[] payload,
      String clientContext,
      Instant accepted,
      int errors,
      int throttles) {

    Event failed() {
      return new Event(
          function, requestId, payload, clientContext, accepted, errors + 1, throttles);
    }

    Event throttled() {
      return new Event(
          function, requestId, payload, clientContext, accepted, errors, throttles + 1);
    }
  }

  private final Runnable done;
  private final Functions functions;
  private final InstantSource clock;
  private final Alarms alarms;
  private final Set<Thread> deliveries = ConcurrentHashMap.newKeySet();

  /// @param done runs when a delivery has ended, in whatever way
  AsyncInvoker(Functions functions, InstantSource clock, Alarms alarms, Runnable done) {
    this.done = done;
    this.functions = functions;
    this.clock = clock;
    this.alarms = alarms;
  }

  /// Accepts an event; does not wait.
  void accept(String function, String requestId, byte[] payload, String clientContext) {
    deliver(new Event(function, requestId, payload, clientContext, clock.instant(), 0, 0));
  }

  private void deliver(Event event) {
    var delivery =
        Thread.ofVirtual()
            .name("lambda-event-" + event.function())
            .unstarted(() -> {
              try {
                tryOnce(event);
              } finally {
                deliveries.remove(Thread.currentThread());
                done.run();
              }
            });
    deliveries.add(delivery);
    delivery.start();
  }

  boolean idle() {
    return deliveries.isEmpty();
  }

  /// Ends the deliveries under way. Those that wait for another try are alarms of the clock.
  Checkpoint checkpoint() {
    return new Checkpoint() {
      @Override
      public void halt() {
        deliveries.forEach(AsyncInvoker::end);
      }

      @Override
      public void restore() {}
    };
  }

  private static void end(Thread delivery) {
    try {
      if (!delivery.join(GRACE)) {
        delivery.interrupt();
        delivery.join(GRACE);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void tryOnce(Event event) {
    var completed =
        functions.invoke(
            event.function(), event.requestId(), event.payload(), event.clientContext());
    switch (completed.result()) {
      case InvokeResult.Success _ -> {}
      case InvokeResult.FunctionError _ when event.errors() < ERROR_DELAYS.size() ->
          retry(event.failed(), ERROR_DELAYS.get(event.errors()));
      case InvokeResult.FunctionError _ -> giveUp(event, "it failed three times");
      case InvokeResult.NotReached(var type, _) when type.equals("TooManyRequestsException") ->
          retry(event.throttled(), throttleDelay(event.throttles()));
      case InvokeResult.NotReached(_, var message) -> giveUp(event, message);
    }
  }

  private void retry(Event event, Duration delay) {
    var due = clock.instant().plus(delay);
    if (due.isAfter(event.accepted().plus(MAXIMUM_AGE))) {
      giveUp(event, "it is older than six hours");
    } else {
      alarms.schedule(due, () -> deliver(event));
    }
  }

  private static Duration throttleDelay(int throttles) {
    var delay = Duration.ofSeconds(1L << Math.min(throttles, 9));
    return delay.compareTo(LONGEST_THROTTLE_DELAY) < 0 ? delay : LONGEST_THROTTLE_DELAY;
  }

  private static void giveUp(Event event, String reason) {
    logger
        .atError()
        .addKeyValue("function", event.function())
        .addKeyValue("requestId", event.requestId())
        .addKeyValue("reason", reason)
        .log("asynchronous event given up");
  }
}
