package dev.millrace.local.lambda;

import dev.millrace.local.lambda.RuntimeApi.Poll;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A JVM of its own under AWS's runtime interface client.
///
/// The child ends with this environment. Should the emulator vanish without closing it, the child's
/// next call to the Runtime API fails, and that ends it too.
final class ProcessEnvironment implements ExecutionEnvironment, RuntimeApi.Listener {

  private static final Logger logger = LoggerFactory.getLogger(ProcessEnvironment.class);
  private static final Duration BUSY_READ_INTERVAL = Duration.ofMillis(5);
  private static final Duration IDLE_READ_INTERVAL = Duration.ofMillis(100);

  /// What a starting or resting runtime turns out to be.
  private sealed interface Rest {
    record Polling(Poll poll) implements Rest {}

    record InitError(byte[] payload) implements Rest {}

    record Ended(int status) implements Rest {}
  }

  /// The invocation the runtime has.
  private record Work(String requestId, CompletableFuture<Outcome> outcome) {}

  private final String id;
  private final RuntimeApi api;
  private final EnvironmentLog log;
  private final Duration initLimit;
  private final Process process;
  private final ProcessOutput output;
  private final long started = System.nanoTime();

  private CompletableFuture<Rest> rest = new CompletableFuture<>();
  private @Nullable Work work;
  private boolean ended;
  private boolean served;
  private volatile long readyNanos = -1;

  private ProcessEnvironment(
      String id, RuntimeApi api, EnvironmentLog log, Duration initLimit, Process process) {
    this.id = id;
    this.api = api;
    this.log = log;
    this.initLimit = initLimit;
    this.process = process;
    this.output = new ProcessOutput(process.getInputStream(), log::append);
  }

  /// Starts the JVM; does not wait for it.
  static ProcessEnvironment start(
      String id,
      FunctionConfig config,
      FunctionCode code,
      ProcessLauncher launcher,
      EnvironmentLog log,
      Map<String, String> variables,
      Duration initLimit)
      throws IOException {
    var api = launcher.api();
    // the runtime may call before its environment exists; then it finds this one waiting
    var pending = new CompletableFuture<ProcessEnvironment>();
    var address = api.add(id, new Delegate(pending));
    try {
      var process = launcher.launch(config, code, variables, address);
      var environment = new ProcessEnvironment(id, api, log, initLimit, process);
      pending.complete(environment);
      var _ = process.onExit().thenAccept(ended -> environment.ended(ended.exitValue()));
      Thread.ofVirtual().name("lambda-output-" + config.name()).start(environment::read);
      return environment;
    } catch (IOException | RuntimeException e) {
      api.remove(id);
      throw e;
    }
  }

  @Override
  public Outcome invoke(Invocation invocation) throws InterruptedException {
    Rest found;
    try {
      found = rest().get(initLimit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      close();
      return finished(new Outcome.InitTimedOut());
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    return switch (found) {
      case Rest.Polling(var poll) -> deliver(invocation, poll);
      case Rest.InitError(var payload) -> {
        close();
        yield finished(new Outcome.InitFailed(payload));
      }
      case Rest.Ended(var status) ->
          finished(served ? new Outcome.Gone() : new Outcome.Exited(status));
    };
  }

  private Outcome deliver(Invocation invocation, Poll poll) throws InterruptedException {
    var outcome = new CompletableFuture<Outcome>();
    synchronized (this) {
      if (ended) {
        return new Outcome.Gone();
      }
      served = true;
      work = new Work(invocation.requestId(), outcome);
      rest = new CompletableFuture<>();
    }
    log.start(invocation.requestId());
    poll.deliver(invocation, System.currentTimeMillis() + invocation.timeout().toMillis());
    try {
      return finished(outcome.get(invocation.timeout().toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      close();
      return finished(new Outcome.TimedOut());
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Waits for the rest of the output.
  private Outcome finished(Outcome outcome) {
    try {
      if (isEnded()) {
        output.finish();
      } else {
        output.drain();
      }
    } catch (IOException e) {
      logger.atWarn().setCause(e).addKeyValue("environment", id).log("function output lost");
    }
    return outcome;
  }

  @Override
  public EnvironmentLog log() {
    return log;
  }

  @Override
  public Optional<Duration> initDuration() {
    return readyNanos < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(readyNanos));
  }

  @Override
  public OptionalLong peakMemoryMb() {
    try (var lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst();
    } catch (IOException | java.io.UncheckedIOException e) {
      // it has ended, or the system has no such file
      return OptionalLong.empty();
    }
  }

  /// Kills the process and whatever it started, and waits until they are gone.
  @Override
  public void close() {
    api.remove(id);
    var family = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    family.forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
    ended(process.exitValue());
  }

  @Override
  public synchronized void next(Poll poll) {
    if (readyNanos < 0) {
      readyNanos = System.nanoTime() - started;
    }
    rest.complete(new Rest.Polling(poll));
  }

  @Override
  public boolean response(String requestId, byte[] payload) {
    return complete(requestId, new Outcome.Answered(payload));
  }

  @Override
  public boolean error(String requestId, byte[] payload) {
    return complete(requestId, new Outcome.Failed(payload));
  }

  @Override
  public synchronized void initError(byte[] payload) {
    rest.complete(new Rest.InitError(payload));
  }

  private synchronized boolean complete(String requestId, Outcome outcome) {
    var current = work;
    if (current == null || !current.requestId().equals(requestId)) {
      return false;
    }
    work = null;
    return current.outcome().complete(outcome);
  }

  private synchronized CompletableFuture<Rest> rest() {
    return rest;
  }

  private synchronized boolean isEnded() {
    return ended;
  }

  private synchronized void ended(int status) {
    ended = true;
    api.remove(id);
    rest.complete(new Rest.Ended(status));
    var current = work;
    if (current != null) {
      work = null;
      current.outcome().complete(new Outcome.Exited(status));
    }
  }

  private synchronized Duration readInterval() {
    return work != null || readyNanos < 0 ? BUSY_READ_INTERVAL : IDLE_READ_INTERVAL;
  }

  private void read() {
    try {
      while (process.isAlive()) {
        if (!output.drain()) {
          Thread.sleep(readInterval());
        }
      }
      output.finish();
    } catch (IOException e) {
      logger.atWarn().setCause(e).addKeyValue("environment", id).log("function output lost");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Passes a runtime's calls on to its environment.
  private record Delegate(CompletableFuture<ProcessEnvironment> environment)
      implements RuntimeApi.Listener {

    @Override
    public void next(Poll poll) {
      environment.join().next(poll);
    }

    @Override
    public boolean response(String requestId, byte[] payload) {
      return environment.join().response(requestId, payload);
    }

    @Override
    public boolean error(String requestId, byte[] payload) {
      return environment.join().error(requestId, payload);
    }

    @Override
    public void initError(byte[] payload) {
      environment.join().initError(payload);
    }
  }
}
