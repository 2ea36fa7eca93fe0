package dev.millrace.local.lambda;

import dev.millrace.local.lambda.inside.FunctionHost;
import dev.millrace.local.lambda.inside.HandlerShim;
import dev.millrace.local.lambda.inside.LoadedFunction;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A class loader and a thread of this JVM.
final class InProcessEnvironment implements ExecutionEnvironment {

  private static final Logger logger = LoggerFactory.getLogger(InProcessEnvironment.class);

  private final FunctionConfig config;
  private final EnvironmentLog log;
  private final Map<String, String> variables;
  private final Duration initLimit;
  private final FunctionClassLoader loader;
  private final LineOutput output;
  private final ExecutorService thread;

  /// What the function is busy with.
  private CompletableFuture<Outcome> current = new CompletableFuture<>();

  private boolean exited;
  private @Nullable LoadedFunction function;
  private @Nullable Duration initDuration;

  InProcessEnvironment(
      FunctionConfig config,
      FunctionCode code,
      EnvironmentLog log,
      Map<String, String> variables,
      Duration initLimit)
      throws IOException {
    this.config = config;
    this.log = log;
    this.variables = variables;
    this.initLimit = initLimit;
    this.loader = FunctionClassLoader.of(code);
    this.output = new LineOutput(log::append);
    this.thread = Executors.newSingleThreadExecutor(this::thread);
  }

  @Override
  public Outcome invoke(Invocation invocation) throws InterruptedException {
    if (function == null) {
      var started = System.nanoTime();
      var failure = run(this::load, initLimit, new Outcome.InitTimedOut());
      if (!(failure instanceof Outcome.Answered)) {
        return failure;
      }
      initDuration = Duration.ofNanos(System.nanoTime() - started);
    }
    if (hasExited()) {
      return new Outcome.Gone();
    }
    log.start(invocation.requestId());
    return run(() -> call(invocation), invocation.timeout(), new Outcome.TimedOut());
  }

  @Override
  public EnvironmentLog log() {
    return log;
  }

  @Override
  public Optional<Duration> initDuration() {
    return Optional.ofNullable(initDuration);
  }

  /// Unknown: the function shares its memory with everything else here.
  @Override
  public OptionalLong peakMemoryMb() {
    return OptionalLong.empty();
  }

  /// Interrupts the function. Its classes are given up when its thread ends, which is up to it.
  @Override
  public void close() {
    exited(0);
    thread.shutdownNow();
  }

  /// Lets the function's thread work, for at most `limit`.
  private Outcome run(Supplier<Outcome> work, Duration limit, Outcome late)
      throws InterruptedException {
    var outcome = new CompletableFuture<Outcome>();
    synchronized (this) {
      if (exited) {
        return new Outcome.Gone();
      }
      current = outcome;
    }
    thread.execute(() -> {
      try {
        outcome.complete(work.get());
      } catch (Throwable e) {
        outcome.completeExceptionally(e);
      }
    });
    try {
      return outcome.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      outcome.complete(late);
      close();
      return outcome.join();
    } catch (ExecutionException e) {
      throw new IllegalStateException(config.name() + " failed in an unexpected way", e.getCause());
    } finally {
      output.finish();
    }
  }

  private Outcome load() {
    try {
      Consumer<String> entries = log::append;
      IntConsumer exit = this::exited;
      loader
          .loadClass(FunctionHost.class.getName())
          .getMethod("init", Map.class, PrintStream.class, Consumer.class, IntConsumer.class)
          .invoke(
              null,
              variables,
              new PrintStream(output, true, StandardCharsets.UTF_8),
              entries,
              exit);
      var loaded =
          (LoadedFunction)
              loader
                  .loadClass(HandlerShim.class.getName())
                  .getConstructor(String.class)
                  .newInstance(config.handler());
      var error = loaded.initError();
      if (error != null) {
        return new Outcome.InitFailed(error);
      }
      function = loaded;
      return new Outcome.Answered(new byte[0]);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(config.name() + " cannot be loaded", e);
    }
  }

  private Outcome call(Invocation invocation) {
    var loaded = function;
    if (loaded == null) {
      throw new IllegalStateException(config.name() + " was not loaded");
    }
    var deadline = System.currentTimeMillis() + invocation.timeout().toMillis();
    var reply =
        loaded.call(
            new LoadedFunction.Call(
                invocation.requestId(),
                invocation.functionArn(),
                deadline,
                invocation.traceId(deadline / 1000),
                invocation.clientContext(),
                invocation.event()));
    // an interrupt the function left behind is not for its next event
    Thread.interrupted();
    var outcome =
        reply.failed()
            ? new Outcome.Failed(reply.payload())
            : new Outcome.Answered(reply.payload());
    if (reply.fatal()) {
      ended(outcome);
      thread.shutdownNow();
    }
    return outcome;
  }

  private synchronized boolean hasExited() {
    return exited;
  }

  private void exited(int status) {
    ended(new Outcome.Exited(status));
  }

  /// Takes no more work; told before the outcome, so that nobody who has it comes back here.
  private synchronized void ended(Outcome outcome) {
    exited = true;
    current.complete(outcome);
  }

  private Thread thread(Runnable work) {
    var result =
        Thread.ofPlatform()
            .daemon()
            .name("lambda-" + config.name())
            .unstarted(() -> {
              try {
                work.run();
              } finally {
                closeLoader();
              }
            });
    result.setContextClassLoader(loader);
    return result;
  }

  private void closeLoader() {
    try {
      loader.close();
    } catch (IOException e) {
      logger.atWarn().setCause(e).addKeyValue("function", config.name()).log("jar not closed");
    }
  }
}
