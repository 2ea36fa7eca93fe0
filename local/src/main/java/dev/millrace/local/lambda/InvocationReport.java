package dev.millrace.local.lambda;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;

/// Says what became of an invocation, in Lambda's words: to the caller and in the log.
final class InvocationReport {

  private static final JsonMapper JSON = new JsonMapper();

  private final FunctionConfig config;
  private final String requestId;
  private final InstantSource clock;
  private final Duration initLimit;

  InvocationReport(
      FunctionConfig config, String requestId, InstantSource clock, Duration initLimit) {
    this.config = config;
    this.requestId = requestId;
    this.clock = clock;
    this.initLimit = initLimit;
  }

  /// What the caller gets.
  InvokeResult result(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Answered(var payload) when payload.length > Functions.MOST_RESPONSE_BYTES ->
          error("Function.ResponseSizeTooLarge", tooLarge(payload.length));
      case Outcome.Answered(var payload) -> new InvokeResult.Success(payload);
      case Outcome.Failed(var payload) -> new InvokeResult.FunctionError("Unhandled", payload);
      case Outcome.InitFailed(var payload) -> new InvokeResult.FunctionError("Unhandled", payload);
      case Outcome.InitTimedOut() -> error("", timedOut(initLimit));
      case Outcome.TimedOut() -> error("", timedOut(config.timeout()));
      case Outcome.Exited(var status) -> error("Runtime.ExitError", exited(status));
      case Outcome.Gone() ->
          throw new IllegalStateException("no environment took the event of " + requestId);
    };
  }

  /// Ends the invocation's log.
  void log(FunctionPool.Served served) {
    var log = served.environment().log();
    switch (served.outcome()) {
      case Outcome.Answered(var payload) when payload.length > Functions.MOST_RESPONSE_BYTES ->
          log.append(tooLarge(payload.length));
      case Outcome.InitTimedOut() -> log.append(timedOut(initLimit));
      case Outcome.TimedOut() -> log.append(timedOut(config.timeout()));
      case Outcome.Exited(var status) -> log.append(exited(status));
      case Outcome.Answered _, Outcome.Failed _, Outcome.InitFailed _, Outcome.Gone _ -> {}
    }
    log.append("END RequestId: " + requestId);
    log.append(report(served));
  }

  private String report(FunctionPool.Served served) {
    var init = served.init();
    var millis = served.millis();
    var text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "REPORT RequestId: %s\tDuration: %.2f ms\tBilled Duration: %d ms"
                    + "\tMemory Size: %d MB",
                requestId,
                millis,
                (long) Math.ceil(millis),
                config.memoryMb()));
    served
        .environment()
        .peakMemoryMb()
        .ifPresent(peak -> text.append("\tMax Memory Used: ").append(peak).append(" MB"));
    init.ifPresent(duration ->
        text.append(
            String.format(Locale.ROOT, "\tInit Duration: %.2f ms", duration.toNanos() / 1e6)));
    return text.toString();
  }

  private String timedOut(Duration limit) {
    return String.format(
        Locale.ROOT,
        "%s %s Task timed out after %.2f seconds",
        clock.instant(),
        requestId,
        limit.toMillis() / 1000.0);
  }

  private String exited(int status) {
    var reason =
        switch (status) {
          case 0 -> "Runtime exited without providing a reason";
          case 137 -> "Runtime exited with error: signal: killed";
          default -> "Runtime exited with error: exit status " + status;
        };
    return "RequestId: %s Error: %s".formatted(requestId, reason);
  }

  private static String tooLarge(int bytes) {
    return "Response payload size (%d bytes) exceeded maximum allowed payload size (%d bytes)."
        .formatted(bytes, Functions.MOST_RESPONSE_BYTES);
  }

  private static InvokeResult error(String type, String message) {
    var document = new LinkedHashMap<String, String>();
    if (!type.isEmpty()) {
      document.put("errorType", type);
    }
    document.put("errorMessage", message);
    return new InvokeResult.FunctionError(
        "Unhandled", JSON.writeValueAsString(document).getBytes(StandardCharsets.UTF_8));
  }
}
