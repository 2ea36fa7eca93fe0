package dev.millrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class LogsCommandTest {

  private final Shell shell = new Shell();
  private final Deque<String> answers = new ArrayDeque<>();
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();
  private final Queue<String> signatures = new ConcurrentLinkedQueue<>();
  private HttpServer server = unstarted();
  private int status = 200;

  private static HttpServer unstarted() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void start() {
    server.createContext(
        "/",
        exchange -> {
          requests.add(
              exchange.getRequestHeaders().getFirst("X-Amz-Target")
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
              .ifPresent(signatures::add);
          var answer = answers.removeFirst().getBytes(UTF_8);
          exchange.sendResponseHeaders(status, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static String event(String id, long time, String message) {
    return "{\"eventId\":\"%s\",\"timestamp\":%d,\"message\":\"%s\"}".formatted(id, time, message);
  }

  @Test
  void everyPageIsPrintedWithOneLineEndEach() {
    answers.add("{\"events\":[" + event("1", 5, "one\\n") + "],\"nextToken\":\"t\"}");
    answers.add("{\"events\":[" + event("2", 6, "two") + "]}");

    assertThat(shell.execute("logs", "F", "--endpoint", endpoint())).isZero();
    assertThat(shell.out.toString()).isEqualTo("one\ntwo\n");
    assertThat(requests)
        .containsExactly(
            "Logs_20140328.FilterLogEvents {\"logGroupName\":\"/aws/lambda/F\",\"startTime\":0}",
            "Logs_20140328.FilterLogEvents"
                + " {\"logGroupName\":\"/aws/lambda/F\",\"startTime\":0,\"nextToken\":\"t\"}");
  }

  @Test
  void eachLineIsAnObjectWhereThatIsWanted() {
    answers.add(
        "{\"events\":["
            + event("1", 5, "START\\n")
            + ","
            + event("2", 6, "{\\\"records\\\":3}\\n")
            + "]}");

    assertThat(shell.execute("logs", "F", "--json", "--endpoint", endpoint())).isZero();
    assertThat(shell.out.toString())
        .isEqualTo(
            """
            {"function":"F","time":"1970-01-01T00:00:00.005Z","text":"START"}
            {"function":"F","time":"1970-01-01T00:00:00.006Z","json":{"records":3}}
            """);
  }

  @Test
  void callsOfAnAccountAreSignedByTheUsualAwsSettings() {
    answers.add("{\"events\":[" + event("1", 5, "one") + "]}");
    var settings =
        Map.of(
            "aws.endpointUrl", endpoint(),
            "aws.region", "eu-west-1",
            "aws.accessKeyId", "AKIDEXAMPLE",
            "aws.secretAccessKey", "secret");
    settings.forEach(System::setProperty);
    try {
      assertThat(shell.execute("logs", "F", "--aws")).isZero();
    } finally {
      settings.keySet().forEach(System::clearProperty);
    }

    assertThat(shell.out.toString()).isEqualTo("one\n");
    assertThat(signatures)
        .singleElement()
        .asString()
        .matches(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/\\d{8}/eu-west-1/logs/aws4_request,"
                + " SignedHeaders=content-type;host;x-amz-.*x-amz-target, Signature=\\p{XDigit}{64}");
  }

  @Test
  void followingPrintsNoEventTwice() {
    answers.add("{\"events\":[" + event("1", 5, "one") + "," + event("2", 6, "two") + "]}");
    answers.add("{\"events\":[" + event("2", 6, "two") + "," + event("3", 6, "three") + "]}");
    var looks = new ArrayList<>(List.of(true, false));
    var command =
        new CommandLine(new LogsCommand(_ -> looks.removeFirst()))
            .setOut(new PrintWriter(shell.out, true));

    assertThat(command.execute("F", "--follow", "--endpoint", endpoint())).isZero();
    assertThat(shell.out.toString()).isEqualTo("one\ntwo\nthree\n");
    assertThat(requests).last().asString().contains("\"startTime\":6");
  }

  @Test
  void aFunctionThatIsNotThereIsTold() {
    status = 400;
    answers.add("{\"__type\":\"ResourceNotFoundException\",\"message\":\"no\"}");

    assertThat(shell.execute("logs", "Nobody", "--endpoint", endpoint())).isEqualTo(1);
    assertThat(shell.err.toString())
        .isEqualTo(
            "millrace logs: no function Nobody has logged at "
                + endpoint()
                + "; millrace stats shows which functions there are\n");
  }

  @Test
  void anotherErrorIsToldAsItCame() {
    status = 500;
    answers.add("{\"__type\":\"InternalFailure\",\"message\":\"ouch\"}");

    assertThat(shell.execute("logs", "F", "--endpoint", endpoint())).isEqualTo(1);
    assertThat(shell.err.toString()).contains("answers 500 InternalFailure: ouch");
  }

  @Test
  void silenceIsTold() {
    server.stop(0);

    assertThat(shell.execute("logs", "F", "--endpoint", endpoint())).isEqualTo(1);
    assertThat(shell.err.toString()).startsWith("millrace logs: no stack answers at " + endpoint());
  }
}
