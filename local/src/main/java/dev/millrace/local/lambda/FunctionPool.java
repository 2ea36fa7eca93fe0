package dev.millrace.local.lambda;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The execution environments of one function: started when they are needed, reused, never shared.
final class FunctionPool implements AutoCloseable {

  /// Makes an execution environment.
  @FunctionalInterface
  interface Starter {
    ExecutionEnvironment start() throws IOException;
  }

  /// An environment's outcome, and the environment, which may be closed by now.
  record Served(Outcome outcome, ExecutionEnvironment environment, boolean coldStart, long nanos) {

    /// What the start took, if there was one.
    Optional<Duration> init() {
      return environment.initDuration().filter(_ -> coldStart);
    }

    /// What the function itself took.
    double millis() {
      return Math.max(0, nanos - init().map(Duration::toNanos).orElse(0L)) / 1e6;
    }
  }

  private final FunctionConfig config;
  private final Starter starter;
  private final Deque<ExecutionEnvironment> idle = new ArrayDeque<>();
  private final Set<ExecutionEnvironment> busy = new HashSet<>();
  private int starting;
  private boolean closed;

  FunctionPool(FunctionConfig config, Starter starter) {
    this.config = config;
    this.starter = starter;
  }

  FunctionConfig config() {
    return config;
  }

  /// Has an environment deal with the invocation; empty if as many as allowed are busy, or if the
  /// pool is closed.
  ///
  /// @param conclude is called before the environment may be used again
  <T> Optional<T> invoke(Invocation invocation, Function<Served, T> conclude)
      throws InterruptedException, IOException {
    while (true) {
      var environment = acquire();
      if (environment.isEmpty()) {
        return Optional.empty();
      }
      var result = serve(environment.get(), invocation, conclude);
      if (result.isPresent()) {
        return result;
      }
    }
  }

  /// Whether the pool was closed, so that outcomes say nothing about the function.
  synchronized boolean isClosed() {
    return closed;
  }

  /// Ends all environments, busy or not.
  @Override
  public void close() {
    var all = new ArrayList<ExecutionEnvironment>();
    synchronized (this) {
      closed = true;
      awaitStarts();
      all.addAll(idle);
      all.addAll(busy);
      idle.clear();
    }
    all.forEach(ExecutionEnvironment::close);
  }

  /// Empty if another environment must be asked.
  private <T> Optional<T> serve(
      ExecutionEnvironment environment, Invocation invocation, Function<Served, T> conclude)
      throws InterruptedException {
    var cold = environment.initDuration().isEmpty();
    var healthy = false;
    try {
      var start = System.nanoTime();
      var outcome =
          invocation.mishap().isPresent()
              ? invocation.mishap().get().befall(environment, invocation)
              : environment.invoke(invocation);
      var nanos = System.nanoTime() - start;
      healthy = outcome instanceof Outcome.Answered || outcome instanceof Outcome.Failed;
      return outcome instanceof Outcome.Gone && !isClosed()
          ? Optional.empty()
          : Optional.of(conclude.apply(new Served(outcome, environment, cold, nanos)));
    } finally {
      release(environment, healthy);
    }
  }

  private Optional<ExecutionEnvironment> acquire() throws IOException {
    synchronized (this) {
      if (closed) {
        return Optional.empty();
      }
      // the one used last, so that the others may rest
      var warm = idle.pollLast();
      if (warm != null) {
        busy.add(warm);
        return Optional.of(warm);
      }
      if (busy.size() + starting >= config.concurrency()) {
        return Optional.empty();
      }
      starting++;
    }
    return Optional.of(start());
  }

  private ExecutionEnvironment start() throws IOException {
    ExecutionEnvironment started = null;
    try {
      started = starter.start();
      return started;
    } finally {
      synchronized (this) {
        starting--;
        if (started != null) {
          busy.add(started);
        }
        notifyAll();
      }
    }
  }

  /// Lets environments that just start get where closing finds them.
  private synchronized void awaitStarts() {
    boolean interrupted = false;
    while (starting > 0) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void release(ExecutionEnvironment environment, boolean healthy) {
    synchronized (this) {
      busy.remove(environment);
      if (healthy && !closed) {
        idle.addLast(environment);
        return;
      }
    }
    environment.close();
  }
}
