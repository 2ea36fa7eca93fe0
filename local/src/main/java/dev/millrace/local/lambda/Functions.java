package dev.millrace.local.lambda;

import static dev.millrace.local.cloudwatch.ServiceMetric.LAMBDA_DURATION;
import static dev.millrace.local.cloudwatch.ServiceMetric.LAMBDA_ERRORS;
import static dev.millrace.local.cloudwatch.ServiceMetric.LAMBDA_INVOCATIONS;
import static dev.millrace.local.cloudwatch.ServiceMetric.LAMBDA_THROTTLES;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The functions of one stack, and what runs them.
///
/// Execution environments start at the first invocation and are reused. Closing ends them all; so
/// does the end of this JVM.
///
/// Deviates from AWS: a failed start is not tried a second time within an invocation, and time
/// spent starting does not count as the function's.
public final class Functions implements Invoker, AutoCloseable {

  /// Most bytes of an answer.
  static final int MOST_RESPONSE_BYTES = 6_291_556;

  /// An invocation's result and the end of its log.
  record Completed(InvokeResult result, byte[] logTail) {}

  private static final Logger logger = LoggerFactory.getLogger(Functions.class);
  private static final byte[] NO_LOG = new byte[0];

  private final FunctionsOptions options;
  private final InstantSource clock;
  private final Path scratch;
  private final @Nullable ProcessLauncher launcher;
  private final Map<String, FunctionPool> pools = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> qualifiers = new ConcurrentHashMap<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread hook = new Thread(this::close, "lambda-shutdown");

  private Functions(FunctionsOptions options) throws IOException {
    this.options = options;
    this.clock = options.logs().clock();
    this.scratch = Files.createTempDirectory("millrace-lambda-").toRealPath();
    this.launcher = options.mode() == FunctionMode.PROCESS ? ProcessLauncher.open(scratch) : null;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /// Opens an empty set of functions.
  ///
  /// @throws UnsupportedOperationException if this system cannot run functions in that mode
  public static Functions open(FunctionsOptions options) {
    try {
      return new Functions(options);
    } catch (IOException e) {
      throw new UncheckedIOException("no place for functions' files", e);
    }
  }

  /// Deploys a function, instead of an earlier one of that name.
  ///
  /// @throws UncheckedIOException if its code cannot be read
  public void register(FunctionConfig config) {
    if (closed.get()) {
      throw new IllegalStateException(config.name() + " cannot be deployed: functions are closed");
    }
    FunctionCode code;
    try {
      code = FunctionCode.of(config, scratch);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Code of %s cannot be read: %s".formatted(config.name(), config.code()), e);
    }
    options.logs().open(config.name());
    var former = pools.put(config.name(), new FunctionPool(config, () -> start(config, code)));
    if (former != null) {
      former.close();
    }
  }

  /// Gives a function, there or not yet, a version or an alias; all of them are its code as it is.
  public void qualify(String function, String qualifier) {
    qualifiers.computeIfAbsent(function, _ -> ConcurrentHashMap.newKeySet()).add(qualifier);
  }

  /// Whether a function can be called by a version or an alias.
  boolean knows(String function, String qualifier) {
    return qualifier.equals("$LATEST")
        || qualifiers.getOrDefault(function, Set.of()).contains(qualifier);
  }

  /// The functions, by name.
  public List<FunctionConfig> list() {
    return pools.values().stream()
        .map(FunctionPool::config)
        .sorted(Comparator.comparing(FunctionConfig::name))
        .toList();
  }

  /// A function by name.
  public Optional<FunctionConfig> find(String name) {
    return Optional.ofNullable(pools.get(name)).map(FunctionPool::config);
  }

  @Override
  public InvokeResult invoke(String functionName, byte[] event) {
    return invoke(functionName, Invocation.newRequestId(), event, "").result();
  }

  Completed invoke(String functionName, String requestId, byte[] event, String clientContext) {
    var pool = pools.get(functionName);
    if (pool == null) {
      return notReached("ResourceNotFoundException", "Function not found: " + functionName);
    }
    var config = pool.config();
    var mishap = options.mishaps().next(functionName);
    if (mishap.equals(Optional.of(Mishap.THROTTLE))) {
      return throttled(config, "Rate Exceeded: an injected fault");
    }
    try {
      return pool.invoke(
              new Invocation(
                  requestId, config.arn(), config.timeout(), event, clientContext, mishap),
              served -> completed(pool, requestId, served))
          .orElseGet(() -> pool.isClosed() ? closed(functionName) : throttled(config));
    } catch (IOException e) {
      logger.atError().setCause(e).addKeyValue("function", functionName).log("start failed");
      return notReached("ServiceException", functionName + " cannot be started: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return notReached("ServiceException", "the invocation of " + functionName + " was given up");
    }
  }

  /// Ends all execution environments, busy or not; what they were doing is not reached.
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    endEnvironments();
    if (launcher != null) {
      launcher.close();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      logger.atDebug().setCause(e).log("the JVM is ending");
    }
    delete(scratch);
  }

  private void endEnvironments() {
    var ends =
        pools.values().stream()
            .map(pool -> Thread.ofPlatform().daemon().start(pool::close))
            .toList();
    pools.clear();
    for (var end : ends) {
      try {
        end.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private ExecutionEnvironment start(FunctionConfig config, FunctionCode code) throws IOException {
    var id = HexFormat.of().formatHex(randomBytes());
    var stream =
        "%s/[$LATEST]%s"
            .formatted(
                DateTimeFormatter.ofPattern("yyyy/MM/dd", Locale.ROOT)
                    .format(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)),
                id);
    var log = new EnvironmentLog(options.logs(), config.name(), stream);
    var variables = FunctionVariables.of(config, code.taskRoot(), stream, options);
    return launcher == null
        ? new InProcessEnvironment(config, code, log, variables, options.initLimit())
        : ProcessEnvironment.start(id, config, code, launcher, log, variables, options.initLimit());
  }

  private Completed completed(FunctionPool pool, String requestId, FunctionPool.Served served) {
    if (pool.isClosed() && !isAnswer(served.outcome())) {
      return closed(pool.config().name());
    }
    var report = new InvocationReport(pool.config(), requestId, clock, options.initLimit());
    var result = report.result(served.outcome());
    report.log(served);
    measure(pool.config().name(), result, served.millis());
    return new Completed(result, served.environment().log().tailBytes());
  }

  private static boolean isAnswer(Outcome outcome) {
    return outcome instanceof Outcome.Answered || outcome instanceof Outcome.Failed;
  }

  private static Completed closed(String function) {
    return notReached("ServiceException", function + " was closed or deployed anew");
  }

  private void measure(String function, InvokeResult result, double millis) {
    var metrics = options.metrics();
    metrics.add(LAMBDA_INVOCATIONS, function, 1);
    metrics.add(LAMBDA_ERRORS, function, result instanceof InvokeResult.Success ? 0 : 1);
    metrics.add(LAMBDA_THROTTLES, function, 0);
    metrics.add(LAMBDA_DURATION, function, millis);
  }

  private Completed throttled(FunctionConfig config) {
    return throttled(
        config,
        "Rate Exceeded: %d execution environments of %s are busy, its limit"
            .formatted(config.concurrency(), config.name()));
  }

  private Completed throttled(FunctionConfig config, String message) {
    options.metrics().add(LAMBDA_THROTTLES, config.name(), 1);
    return notReached("TooManyRequestsException", message);
  }

  private static Completed notReached(String type, String message) {
    return new Completed(new InvokeResult.NotReached(type, message), NO_LOG);
  }

  private static byte[] randomBytes() {
    var bytes = new byte[16];
    ThreadLocalRandom.current().nextBytes(bytes);
    return bytes;
  }

  private static void delete(Path directory) {
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException | UncheckedIOException e) {
      logger.atWarn().setCause(e).addKeyValue("directory", directory).log("files left behind");
    }
  }
}
