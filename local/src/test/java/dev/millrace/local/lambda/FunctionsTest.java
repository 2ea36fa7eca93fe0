package dev.millrace.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.time.StackClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What holds for functions wherever they run.
@ParameterizedClass
@EnumSource(FunctionMode.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class FunctionsTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Parameter FunctionMode mode = FunctionMode.IN_PROCESS;

  @TempDir Path temp = Path.of("unset");

  private Path code = Path.of("unset");
  private final StackClock clock = StackClock.frozenAt(NOW);
  private final FunctionLogs logs = FunctionLogs.inMemory(clock);
  private Functions functions;

  private FunctionsOptions options() {
    return FunctionsOptions.of(mode, () -> URI.create("http://127.0.0.1:4566"), logs);
  }

  @BeforeEach
  void open() {
    functions = Functions.open(options());
    code = TestCode.directory(temp.resolve("code"));
  }

  @AfterEach
  void close() {
    functions.close();
    clock.close();
  }

  @Test
  void typedHandlersGetAndGiveBeans() {
    register("orders", "OrderHandler");

    assertThat(success("orders", "{\"item\":\"tea\",\"count\":3}"))
        .isEqualTo("{\"text\":\"3 x tea\"}");
  }

  @Test
  void streamHandlersGetAndGiveBytes() {
    register("upper", "UpperCaseHandler");

    assertThat(success("upper", "{\"a\":\"ö\"}")).isEqualTo("{\"A\":\"Ö\"}");
  }

  @Test
  void aMethodOfAnyClassMayBeTheHandler() {
    register("greeter", "PlainMethods::greet");

    assertThat(success("greeter", "\"Ada\"")).isEqualTo("\"Hello Ada from greeter\"");
  }

  @Test
  void theContextTellsTheInvocation() {
    register("context", "ContextHandler");

    var answer = json(success("context", "{\"mine\":1}"));

    assertThat(answer.get("mine").asInt()).isEqualTo(1);
    assertThat(answer.get("functionName").asString()).isEqualTo("context");
    assertThat(answer.get("functionVersion").asString()).isEqualTo("$LATEST");
    assertThat(answer.get("arn").asString())
        .isEqualTo("arn:aws:lambda:eu-west-1:123456789012:function:context");
    assertThat(answer.get("memory").asInt()).isEqualTo(256);
    assertThat(answer.get("logGroup").asString()).isEqualTo("/aws/lambda/context");
    assertThat(answer.get("logStream").asString()).matches("2026/03/01/\\[\\$LATEST].{32}");
    assertThat(answer.get("requestId").asString()).matches("[0-9a-f-]{36}");
    // counted in real time, whatever the stack's clock shows
    assertThat(answer.get("remaining").asInt()).isBetween(1, 30_000);
  }

  @Test
  void anEnvironmentIsReusedForTheNextEvent() {
    register("context", "ContextHandler");

    var first = json(success("context", "{}"));
    var second = json(success("context", "{}"));

    assertThat(second.get("invocations").asInt()).isEqualTo(2);
    assertThat(second.get("logStream")).isEqualTo(first.get("logStream"));
    assertThat(second.get("requestId")).isNotEqualTo(first.get("requestId"));
  }

  @Test
  void aFunctionSeesItsOwnVariablesAndNoneOfTheCallers() {
    functions.register(
        TestCode.function(
            "env",
            "EnvironmentHandler",
            code,
            Duration.ofSeconds(30),
            Map.of("TABLE", "Scores"),
            10));

    var answer = json(success("env", "{}"));

    assertThat(answer.get("TABLE").asString()).isEqualTo("Scores");
    assertThat(answer.get("by name").asString()).isEqualTo("Scores");
    assertThat(answer.get("by reference").asString()).isEqualTo("Scores");
    assertThat(answer.get("AWS_ENDPOINT_URL").asString()).isEqualTo("http://127.0.0.1:4566");
    assertThat(answer.get("AWS_REGION").asString()).isEqualTo("eu-west-1");
    assertThat(answer.get("AWS_ACCESS_KEY_ID").asString()).isEqualTo("millrace");
    assertThat(answer.get("LAMBDA_TASK_ROOT").asString()).isEqualTo(code.toString());
    var callers = new ArrayList<>(System.getenv().keySet());
    callers.removeAll(List.of("PATH", "LANG", "TZ"));
    assertThat(callers).isNotEmpty();
    assertThat(answer.propertyNames()).doesNotContainAnyElementsOf(callers);
  }

  @Test
  void whatAFunctionPrintsIsInItsLogBetweenStartAndEnd() {
    register("printer", "PrintingHandler");
    success("printer", "\"first\"");
    success("printer", "\"second\"");

    var lines = logs.lines("printer");
    assertThat(lines.getFirst()).isEqualTo("loaded");
    assertThat(lines.get(1)).matches("START RequestId: [0-9a-f-]{36} Version: \\$LATEST");
    assertThat(lines.subList(2, 7))
        .containsExactly(
            "out first", "err äöü", "logger one", "logger two\nin two lines", "reference");
    var id = lines.get(1).substring(17, 53);
    var rest = String.join("\n", lines.subList(7, lines.size()));
    assertThat(rest)
        .contains("no line end")
        .contains("END RequestId: " + id)
        .containsPattern(
            "REPORT RequestId: "
                + id
                + "\tDuration: [\\d.]+ ms\tBilled Duration: \\d+ ms\tMemory Size: 256 MB");
    assertThat(lines.getLast()).startsWith("REPORT").doesNotContain("Init Duration");
    assertThat(logs.events("printer")).allMatch(event -> event.time().equals(NOW));
  }

  @Test
  void aThrownExceptionIsAFunctionErrorAndTheEnvironmentLives() {
    register("faulty", "FaultyHandler");

    var error = json(failure("faulty", "\"throw\""));

    assertThat(error.get("errorMessage").asString()).isEqualTo("it broke");
    assertThat(error.get("errorType").asString()).isEqualTo("java.lang.IllegalStateException");
    assertThat(error.get("stackTrace").get(0).asString())
        .startsWith("dev.millrace.local.lambda.handlers.FaultyHandler.handleRequest(");
    assertThat(success("faulty", "\"no\"")).isEqualTo("\"well\"");
    assertThat(streams("faulty")).hasSize(1);
    assertThat(logs.lines("faulty").toString()).contains("it broke");
  }

  @Test
  void aFunctionThatTakesTooLongIsEnded() {
    functions.register(
        TestCode.function("slow", "FaultyHandler", code, Duration.ofSeconds(2), Map.of(), 10));

    var error = json(failure("slow", "\"hang\""));

    assertThat(error.get("errorMessage").asString())
        .matches("2026-03-01T12:00:00Z [0-9a-f-]{36} Task timed out after 2.00 seconds");
    assertThat(error.has("errorType")).isFalse();
    assertThat(logs.lines("slow")).contains("hanging");
    assertThat(logs.lines("slow").toString()).contains("Task timed out after 2.00 seconds");
    assertThat(success("slow", "\"no\"")).isEqualTo("\"well\"");
    assertThat(streams("slow")).hasSize(2);
  }

  @Test
  void aFunctionThatExitsIsAnExitErrorAndTheNextEventGetsANewEnvironment() {
    register("exiting", "FaultyHandler");

    var error = json(failure("exiting", "\"exit\""));
    var clean = json(failure("exiting", "\"exit cleanly\""));
    var stubborn = json(failure("exiting", "\"exit, stubbornly\""));

    assertThat(error.get("errorType").asString()).isEqualTo("Runtime.ExitError");
    assertThat(error.get("errorMessage").asString())
        .matches("RequestId: [0-9a-f-]{36} Error: Runtime exited with error: exit status 3");
    assertThat(clean.get("errorMessage").asString())
        .endsWith("Error: Runtime exited without providing a reason");
    assertThat(stubborn.get("errorMessage").asString()).endsWith("exit status 4");
    assertThat(success("exiting", "\"no\"")).isEqualTo("\"well\"");
    assertThat(streams("exiting")).hasSize(4);
  }

  @Test
  void aVirtualMachineErrorIsReportedAndEndsTheEnvironment() {
    register("deep", "FaultyHandler");

    var error = json(failure("deep", "\"overflow\""));

    assertThat(error.get("errorType").asString()).isEqualTo("java.lang.StackOverflowError");
    assertThat(success("deep", "\"no\"")).isEqualTo("\"well\"");
    assertThat(streams("deep")).hasSize(2);
  }

  @Test
  void aHandlerThatCannotBeMadeIsAnInitErrorEachTime() {
    register("broken", "BrokenHandler");

    for (int i = 0; i < 2; i++) {
      var error = json(failure("broken", "\"x\""));
      assertThat(error.get("errorMessage").asString()).isEqualTo("TABLE must be set");
      assertThat(error.get("errorType").asString()).isEqualTo("java.lang.IllegalArgumentException");
    }
    assertThat(streams("broken")).hasSize(2);
  }

  @Test
  void aHandlerThatExitsWhileItIsMadeIsAnExitError() {
    functions.register(
        TestCode.function(
            "quitter", "BrokenHandler", code, Duration.ofSeconds(30), Map.of("HOW", "exit"), 10));

    var error = json(failure("quitter", "\"x\""));

    assertThat(error.get("errorType").asString()).isEqualTo("Runtime.ExitError");
    assertThat(error.get("errorMessage").asString()).endsWith("exit status 5");
  }

  @Test
  void aMissingClassIsNamed() {
    register("missing", "NoSuchHandler");

    var error = json(failure("missing", "{}"));

    assertThat(error.get("errorMessage").asString())
        .isEqualTo("Class not found: dev.millrace.local.lambda.handlers.NoSuchHandler");
    assertThat(error.get("errorType").asString()).isEqualTo("java.lang.ClassNotFoundException");
  }

  @Test
  void aMissingMethodIsNamed() {
    register("missing", "PlainMethods::nowhere");

    var error = json(failure("missing", "{}"));

    assertThat(error.get("errorMessage").asString()).contains("nowhere");
  }

  @Test
  void anAnswerMayNotExceedSixMegabytes() {
    register("filler", "PlainMethods::fill");

    assertThat(success("filler", "6291554")).hasSize(6_291_556);
    var error = json(failure("filler", "6291555"));

    assertThat(error.get("errorType").asString()).isEqualTo("Function.ResponseSizeTooLarge");
    assertThat(error.get("errorMessage").asString())
        .isEqualTo(
            "Response payload size (6291557 bytes) exceeded maximum allowed payload size"
                + " (6291556 bytes).");
  }

  @Test
  void anUnknownFunctionIsNotReached() {
    assertThat(functions.invoke("nobody", bytes("{}")))
        .isEqualTo(
            new InvokeResult.NotReached("ResourceNotFoundException", "Function not found: nobody"));
  }

  @Test
  void codeMayBeAnArchive() {
    var jar = TestCode.archive(code, temp.resolve("function.jar"), "");
    var nested = TestCode.archive(code, temp.resolve("h.jar"), "");
    var lib = temp.resolve("packed/lib");
    copy(nested, lib.resolve("handlers.jar"));
    var zip = TestCode.archive(lib, temp.resolve("function.zip"), "lib/");

    functions.register(TestCode.function("jar", "OrderHandler", jar));
    functions.register(TestCode.function("zip", "OrderHandler", zip));

    assertThat(success("jar", "{\"item\":\"a\",\"count\":1}")).isEqualTo("{\"text\":\"1 x a\"}");
    assertThat(success("zip", "{\"item\":\"b\",\"count\":2}")).isEqualTo("{\"text\":\"2 x b\"}");
  }

  @Test
  void concurrentEventsGetEnvironmentsOfTheirOwnUpToTheLimit() throws Exception {
    functions.register(
        TestCode.function("meeting", "MeetingHandler", code, Duration.ofSeconds(60), Map.of(), 2));

    try (var meeting = new Meeting();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = threads.submit(() -> success("meeting", meeting.port()));
      var second = threads.submit(() -> success("meeting", meeting.port()));
      var guests = List.of(meeting.guest(), meeting.guest());

      var refused = functions.invoke("meeting", bytes(meeting.port()));
      for (var guest : guests) {
        guest.close();
      }

      assertThat(refused)
          .isEqualTo(
              new InvokeResult.NotReached(
                  "TooManyRequestsException",
                  "Rate Exceeded: 2 execution environments of meeting are busy, its limit"));
      assertThat(first.get()).isEqualTo("\"told -1\"");
      assertThat(second.get()).isEqualTo("\"told -1\"");
      assertThat(streams("meeting")).hasSize(2);

      var third = threads.submit(() -> success("meeting", meeting.port()));
      meeting.guest().close();
      assertThat(third.get()).isEqualTo("\"told -1\"");
      assertThat(streams("meeting")).hasSize(2);
    }
  }

  @Test
  void sixFunctionsStartAtOnce() throws Exception {
    IntStream.range(0, 6).forEach(i -> register("function" + i, "ContextHandler"));

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          IntStream.range(0, 6)
              .<Future<String>>mapToObj(i -> threads.submit(() -> success("function" + i, "{}")))
              .toList();
      for (int i = 0; i < 6; i++) {
        assertThat(json(answers.get(i).get()).get("functionName").asString())
            .isEqualTo("function" + i);
      }
    }
  }

  @Test
  void deployingAFunctionAnewReplacesIt() {
    register("changing", "OrderHandler");
    success("changing", "{}");

    register("changing", "UpperCaseHandler");

    assertThat(success("changing", "\"new\"")).isEqualTo("\"NEW\"");
  }

  @Test
  void closingEndsInvocationsAndLeavesNoProcess() throws Exception {
    var before = children();
    register("meeting", "MeetingHandler");
    register("idle", "UpperCaseHandler");
    success("idle", "\"x\"");

    try (var meeting = new Meeting();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var result = threads.submit(() -> functions.invoke("meeting", bytes(meeting.port())));
      var guest = meeting.guest();
      if (mode == FunctionMode.PROCESS) {
        assertThat(children()).hasSize(before.size() + 2);
      }

      functions.close();

      assertThat(result.get())
          .isEqualTo(
              new InvokeResult.NotReached(
                  "ServiceException", "meeting was closed or deployed anew"));
      assertThat(children()).isEqualTo(before);
      guest.close();
    }
    assertThat(functions.invoke("idle", bytes("\"x\"")))
        .isInstanceOf(InvokeResult.NotReached.class);
  }

  /// Where `MeetingHandler` waits.
  private static final class Meeting implements AutoCloseable {
    private final ServerSocket server;
    private final LinkedBlockingQueue<Socket> guests = new LinkedBlockingQueue<>();

    Meeting() throws Exception {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      Thread.ofVirtual().start(this::accept);
    }

    String port() {
      return Integer.toString(server.getLocalPort());
    }

    /// Blocks until the next function has called.
    Socket guest() throws Exception {
      return Objects.requireNonNull(guests.poll(60, TimeUnit.SECONDS));
    }

    private void accept() {
      try {
        while (true) {
          var guest = server.accept();
          assertThat(guest.getInputStream().read()).isEqualTo(1);
          guests.add(guest);
        }
      } catch (IOException e) {
        assertThat(server.isClosed()).isTrue();
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  private static List<ProcessHandle> children() {
    return ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList();
  }

  private List<String> streams(String function) {
    return logs.events(function).stream().map(LogEvent::stream).distinct().toList();
  }

  private void register(String name, String handler) {
    functions.register(TestCode.function(name, handler, code));
  }

  private String success(String function, String event) {
    return switch (functions.invoke(function, bytes(event))) {
      case InvokeResult.Success(var payload) -> text(payload);
      case InvokeResult.FunctionError(_, var payload) ->
          throw new AssertionError(text(payload) + "\n" + logs.lines(function));
      case InvokeResult.NotReached notReached -> throw new AssertionError(notReached);
    };
  }

  private String failure(String function, String event) {
    return switch (functions.invoke(function, bytes(event))) {
      case InvokeResult.FunctionError(var kind, var payload) -> {
        assertThat(kind).isEqualTo("Unhandled");
        yield text(payload);
      }
      case InvokeResult.Success(var payload) -> throw new AssertionError(text(payload));
      case InvokeResult.NotReached notReached -> throw new AssertionError(notReached);
    };
  }

  private static JsonNode json(String text) {
    return JSON.readTree(text);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static void copy(Path from, Path to) {
    try {
      Files.createDirectories(to.getParent());
      Files.copy(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
