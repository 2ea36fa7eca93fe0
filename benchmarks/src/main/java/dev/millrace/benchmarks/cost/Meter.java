package dev.millrace.benchmarks.cost;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.benchmarks.cost.Job.Place;
import dev.millrace.local.lambda.FunctionConfig;
import dev.millrace.local.lambda.FunctionLogs;
import dev.millrace.local.lambda.FunctionMode;
import dev.millrace.local.lambda.Functions;
import dev.millrace.local.lambda.FunctionsOptions;
import dev.millrace.local.lambda.InvokeResult;
import dev.millrace.local.stack.Stack;
import dev.millrace.local.time.StackClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.json.JsonMapper;

/// Runs a function as it is deployed, in a process of its own under AWS's runtime interface client,
/// against services that only count.
final class Meter {

  private static final String FUNCTION = "metered";

  /// What CloudWatch adds to each line.
  private static final int LOG_EVENT = 26;

  private final Path home;

  Meter(Path home) {
    this.home = home;
  }

  /// @param warm records that do not count
  /// @param records that do, at least
  Work measure(Job job, int warm, int records) throws IOException {
    try (var services = Services.open();
        var clock = StackClock.ticking();
        var logs = FunctionLogs.inMemory(clock);
        var functions =
            Functions.open(FunctionsOptions.of(FunctionMode.PROCESS, services::endpoint, logs))) {
      var logged = new AtomicLong();
      try (var _ =
          logs.subscribe(
              FUNCTION,
              line -> logged.addAndGet(line.message().getBytes(UTF_8).length + LOG_EVENT))) {
        functions.register(config(job));
        var events = new Events();
        give(functions, job, events, warm);
        var countsBefore = services.counts();
        var cpuBefore = cpu();
        var loggedBefore = logged.get();
        var invocations = give(functions, job, events, records);
        var given = given(job, records);
        return new Work(
            given,
            invocations,
            Math.rint(100.0 * cpu().minus(cpuBefore).toNanos() / 1000 / given) / 100,
            logged.get() - loggedBefore,
            Services.between(countsBefore, services.counts()));
      }
    }
  }

  private FunctionConfig config(Job job) {
    return new FunctionConfig(
        FUNCTION,
        job.handler(),
        "java25",
        home.resolve(job.module()).resolve("target/function"),
        512,
        Duration.ofMinutes(1),
        job.settings(),
        Stack.REGION,
        Stack.ACCOUNT,
        1);
  }

  /// A whole number of windows, if there are any.
  private static long given(Job job, int records) {
    var step = (long) job.batch() * Math.max(1, job.window());
    return (records + step - 1) / step * step;
  }

  private static long give(Functions functions, Job job, Events events, int records) {
    var invocations = 0L;
    var place = Place.START;
    for (var batch = 1L; batch <= given(job, records) / job.batch(); batch++) {
      var state = invoke(functions, job.event().apply(events, place));
      invocations++;
      place = new Place(state, false);
      if (job.window() > 0 && batch % job.window() == 0) {
        var _ = invoke(functions, job.event().apply(events, new Place(state, true)));
        invocations++;
        place = Place.START;
      }
    }
    return invocations;
  }

  /// The state that the function answers, if any.
  private static String invoke(Functions functions, byte[] event) {
    return switch (functions.invoke(FUNCTION, event)) {
      case InvokeResult.Success(var payload) -> state(payload);
      case InvokeResult.FunctionError(var error, var payload) ->
          throw new IllegalStateException(error + ": " + new String(payload, UTF_8));
      case InvokeResult.NotReached(var type, var message) ->
          throw new IllegalStateException(type + ": " + message);
    };
  }

  private static String state(byte[] payload) {
    var answer = JsonMapper.shared().readTree(payload);
    var failures = answer.at("/batchItemFailures");
    if (!failures.isEmpty()) {
      throw new IllegalStateException("nothing should fail here: " + answer);
    }
    var state = answer.at("/state");
    return state.isObject() ? state.toString() : "{}";
  }

  /// Of this process' children, of which there is one.
  private static Duration cpu() {
    return ProcessHandle.current()
        .descendants()
        .flatMap(child -> child.info().totalCpuDuration().stream())
        .reduce(Duration.ZERO, Duration::plus);
  }
}
