package dev.millrace.local.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.gateway.Gateway;
import dev.millrace.local.time.StackClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LambdaApiTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String ARN = "arn:aws:lambda:eu-west-1:123456789012:function:";

  @TempDir Path temp = Path.of("unset");

  private final StackClock clock = StackClock.frozenAt(Instant.parse("2026-03-01T12:00:00Z"));
  private final FunctionLogs logs = FunctionLogs.inMemory(clock);
  private final HttpClient client = HttpClient.newHttpClient();
  private Gateway gateway;
  private Functions functions;

  @BeforeEach
  void open() {
    gateway = Gateway.open(0);
    functions =
        Functions.open(FunctionsOptions.of(FunctionMode.IN_PROCESS, gateway::endpoint, logs));
    gateway.add(new LambdaApi(functions, clock, () -> {}).route());
    gateway.add(logs.service("eu-west-1", "123456789012"));
    var code = TestCode.directory(temp.resolve("code"));
    functions.register(TestCode.function("faulty", "FaultyHandler", code));
    functions.register(TestCode.function("printer", "PrintingHandler", code));
    functions.register(
        TestCode.function(
            "busy", "FaultyHandler", code, Duration.ofSeconds(30), Map.of("A_B", "c"), 0));
  }

  @AfterEach
  void close() {
    client.close();
    functions.close();
    gateway.close();
    clock.close();
  }

  @Test
  void aSynchronousCallAnswersWithTheFunctionsResult() throws Exception {
    for (var name :
        new String[] {"faulty", ARN + "faulty", ARN + "faulty:$LATEST", "faulty:$LATEST"}) {
      var response = invoke(name.replace(":", "%3A"), "\"no\"");

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("\"well\"");
      assertThat(response.headers().firstValue("X-Amz-Executed-Version")).contains("$LATEST");
      assertThat(response.headers().firstValue("X-Amz-Function-Error")).isEmpty();
      assertThat(response.headers().firstValue("X-Amz-Log-Result")).isEmpty();
      var id = response.headers().firstValue("x-amzn-RequestId").orElseThrow();
      assertThat(logs.lines("faulty")).contains("END RequestId: " + id);
    }
  }

  @Test
  void aFunctionErrorIsAnAnswerWithAHeader() throws Exception {
    var response = invoke("faulty", "\"throw\"");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("X-Amz-Function-Error")).contains("Unhandled");
    assertThat(JSON.readTree(response.body()).get("errorMessage").asString()).isEqualTo("it broke");
  }

  @Test
  void theEndOfTheLogComesOnRequest() throws Exception {
    invoke("printer", "\"before\"");
    var response = invoke("printer", "\"now\"", "X-Amz-Log-Type", "Tail");

    var log = response.headers().firstValue("X-Amz-Log-Result").orElseThrow();
    assertThat(new String(Base64.getDecoder().decode(log), UTF_8))
        .startsWith("START RequestId: ")
        .contains("out now\n", "logger one\n", "REPORT")
        .doesNotContain("before");
  }

  @Test
  void anAsynchronousCallDoesNotWait() throws Exception {
    var messages = new LinkedBlockingQueue<String>();
    try (var _ = logs.subscribe("printer", event -> messages.add(event.message()))) {
      var response = invoke("printer", "\"later\"", "X-Amz-Invocation-Type", "Event");

      assertThat(response.statusCode()).isEqualTo(202);
      assertThat(response.body()).isEmpty();
      var message = "";
      while (!message.equals("out later")) {
        message = Objects.requireNonNull(messages.poll(60, TimeUnit.SECONDS));
      }
    }
  }

  @Test
  void aDryRunRunsNothing() throws Exception {
    var response = invoke("faulty", "\"throw\"", "X-Amz-Invocation-Type", "DryRun");

    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(logs.lines("faulty")).isEmpty();
  }

  @Test
  void anAliasAndAVersionMeanTheCodeAsItIs() throws Exception {
    functions.qualify("printer", "live");

    assertThat(invoke("printer%3Alive", "\"by alias\"").statusCode()).isEqualTo(200);
    assertThat(logs.lines("printer")).contains("out by alias");
    assertThat(invoke("printer%3Aolder", "{}").statusCode()).isEqualTo(404);
  }

  @Test
  void whatCannotBeInvokedIsRefusedByName() throws Exception {
    assertThat(refusal(invoke("nobody", "{}")))
        .isEqualTo("404 ResourceNotFoundException Function not found: nobody, version $LATEST");
    assertThat(refusal(invoke("faulty%3A7", "{}")))
        .isEqualTo("404 ResourceNotFoundException Function not found: faulty:7, version 7");
    assertThat(refusal(invoke("busy", "{}")))
        .isEqualTo(
            "429 TooManyRequestsException Rate Exceeded: 0 execution environments of busy are"
                + " busy, its limit");
    assertThat(refusal(invoke("faulty", "{\"no\"")))
        .startsWith("400 InvalidRequestContentException Could not parse request body into json");
    assertThat(refusal(invoke("faulty", "{}", "X-Amz-Invocation-Type", "Later")))
        .isEqualTo(
            "400 InvalidParameterValueException X-Amz-Invocation-Type must be RequestResponse,"
                + " Event or DryRun, was Later");
    assertThat(refusal(invoke("faulty", "\"" + "x".repeat(6_291_455) + "\"")))
        .startsWith("413 RequestTooLargeException");
    assertThat(
            refusal(
                invoke(
                    "faulty", "\"" + "x".repeat(1 << 20) + "\"", "X-Amz-Invocation-Type", "Event")))
        .startsWith("413 RequestTooLargeException");
    assertThat(refusal(send(request("/2015-03-31/functions/faulty").DELETE().build())))
        .isEqualTo(
            "404 UnknownOperationException DELETE /2015-03-31/functions/faulty is not supported"
                + " here");
  }

  @Test
  void functionsAreListedAndDescribed() throws Exception {
    var list = get("/2015-03-31/functions/").get("Functions");
    assertThat(list.valueStream().map(node -> node.get("FunctionName").asString()))
        .containsExactly("busy", "faulty", "printer");

    var busy = get("/2015-03-31/functions/busy");
    assertThat(busy.get("Concurrency").get("ReservedConcurrentExecutions").asInt()).isZero();
    assertThat(busy.get("Configuration")).isEqualTo(list.get(0));
    assertThat(list.get(0)).isEqualTo(get("/2015-03-31/functions/busy/configuration"));
    assertThat(list.get(0).get("FunctionArn").asString()).isEqualTo(ARN + "busy");
    assertThat(list.get(0).get("Environment").get("Variables").get("A_B").asString())
        .isEqualTo("c");
  }

  @Test
  void logsAreReadLikeCloudWatchs() throws Exception {
    invoke("printer", "\"one\"");
    clock.advance(Duration.ofSeconds(10));
    invoke("printer", "\"two\"");

    assertThat(logs("DescribeLogGroups", "{\"logGroupNamePrefix\":\"/aws/lambda/p\"}"))
        .isEqualTo(
            JSON.readTree(
                """
                {"logGroups":[{"logGroupName":"/aws/lambda/printer",
                  "arn":"arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/printer:*",
                  "logGroupArn":"arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/printer",
                  "creationTime":1772366400000,"metricFilterCount":0,"storedBytes":%d,
                  "logGroupClass":"STANDARD"}]}
                """
                    .formatted(logs.lines("printer").stream().mapToInt(String::length).sum())));
    var tail =
        logs(
            "FilterLogEvents",
            """
            {"logGroupName":"/aws/lambda/printer","startTime":1772366405000,"interleaved":true,
             "filterPattern":"\\"out \\" -one"}
            """);
    var event = tail.get("events").get(0);
    assertThat(event.get("message").asString()).isEqualTo("out two");
    assertThat(event.get("timestamp").asLong()).isEqualTo(1772366410000L);
    assertThat(event.get("ingestionTime").asLong()).isEqualTo(1772366410000L);
    assertThat(event.get("eventId").asString()).hasSize(56);
    assertThat(tail.get("events")).hasSize(1);
    var streams =
        logs("DescribeLogStreams", "{\"logGroupName\":\"/aws/lambda/printer\"}").get("logStreams");
    assertThat(streams).hasSize(1);
    var stream = streams.get(0).get("logStreamName").asString();
    assertThat(event.get("logStreamName").asString()).isEqualTo(stream);
    assertThat(streams.get(0).get("lastEventTimestamp").asLong()).isEqualTo(1772366410000L);
  }

  @Test
  void aLogIsPagedForwardsAndBackwards() throws Exception {
    invoke("printer", "\"one\"");
    var stream = logs.events("printer").getFirst().stream();
    var from =
        "{\"logGroupName\":\"/aws/lambda/printer\",\"logStreamName\":\"%s\",\"limit\":2"
            .formatted(stream);

    var head = logs("GetLogEvents", from + ",\"startFromHead\":true}");
    assertThat(messages(head)).startsWith("loaded|START");
    var next = logs("GetLogEvents", from + token(head, "nextForwardToken"));
    assertThat(messages(next)).isEqualTo("out one|err äöü");
    var back = logs("GetLogEvents", from + token(next, "nextBackwardToken"));
    assertThat(messages(back)).isEqualTo(messages(head));
    var end = logs("GetLogEvents", from + "}");
    assertThat(messages(end)).startsWith("END").contains("|REPORT");
    var past = logs("GetLogEvents", from + token(end, "nextForwardToken"));
    assertThat(past.get("events")).isEmpty();
    assertThat(past.get("nextForwardToken")).isEqualTo(end.get("nextForwardToken"));
  }

  @Test
  void filteredLogsComeInPages() throws Exception {
    invoke("printer", "\"one\"");
    var request = "{\"logGroupIdentifier\":\"/aws/lambda/printer\",\"limit\":3";

    var first = logs("FilterLogEvents", request + "}");
    var second = logs("FilterLogEvents", request + token(first, "nextToken"));

    assertThat(messages(first) + "|" + messages(second))
        .isEqualTo(String.join("|", logs.lines("printer").subList(0, 6)));
  }

  @Test
  void whatLogsDoNotKnowIsRefusedByName() throws Exception {
    assertThat(logs("FilterLogEvents", "{\"logGroupName\":\"/aws/lambda/nobody\"}"))
        .isEqualTo(
            JSON.readTree(
                """
                {"__type":"ResourceNotFoundException",
                 "message":"The specified log group does not exist: /aws/lambda/nobody"}
                """));
    assertThat(logs("FilterLogEvents", "{\"logGroupName\":\"x\",\"unmask\":true}").toString())
        .contains("FilterLogEvents does not support the member 'unmask'");
    assertThat(
            logs(
                    "FilterLogEvents",
                    "{\"logGroupName\":\"/aws/lambda/printer\",\"filterPattern\":\"{$.a=1}\"}")
                .toString())
        .contains("InvalidParameterException", "filterPattern must consist of terms", "{$.a=1}");
  }

  private static String token(JsonNode page, String name) {
    return ",\"nextToken\":\"" + page.get(name).asString() + "\"}";
  }

  private static String messages(JsonNode page) {
    return String.join(
        "|", page.get("events").valueStream().map(node -> node.get("message").asString()).toList());
  }

  private JsonNode logs(String action, String body) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(gateway.endpoint())
            .header("X-Amz-Target", "Logs_20140328." + action)
            .header("Content-Type", "application/x-amz-json-1.1")
            .POST(BodyPublishers.ofString(body))
            .build();
    return JSON.readTree(send(request).body());
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    var response = send(request(path).GET().build());
    assertThat(response.statusCode()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private static String refusal(HttpResponse<String> response) {
    return "%d %s %s"
        .formatted(
            response.statusCode(),
            response.headers().firstValue("x-amzn-ErrorType").orElse(""),
            JSON.readTree(response.body()).get("message").asString());
  }

  private HttpResponse<String> invoke(String name, String event, String... headers)
      throws IOException, InterruptedException {
    var request = request("/2015-03-31/functions/" + name + "/invocations");
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.POST(BodyPublishers.ofString(event)).build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(gateway.endpoint() + path));
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, BodyHandlers.ofString());
  }
}
