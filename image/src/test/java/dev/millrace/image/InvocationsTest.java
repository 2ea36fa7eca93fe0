package dev.millrace.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class InvocationsTest {

  @Test
  void aFunctionGetsItsEventAndItsAnswerArrives() throws Exception {
    try (var invocations = new Invocations();
        var client = HttpClient.newHttpClient()) {
      var root = "http://" + invocations.address() + "/2018-06-01/runtime/invocation/";
      invocations.offer("{}".getBytes(UTF_8));

      var next =
          client.send(
              HttpRequest.newBuilder(URI.create(root + "next")).build(), BodyHandlers.ofString());
      var id = next.headers().firstValue("Lambda-Runtime-Aws-Request-Id").orElseThrow();
      var answer = HttpRequest.newBuilder(URI.create(root + id + "/response"));
      client.send(
          answer.POST(BodyPublishers.ofString("\"done\"")).build(), BodyHandlers.discarding());
      var reply = invocations.poll(60_000).orElseThrow();

      assertThat(next.body()).isEqualTo("{}");
      assertThat(reply.isAnswer()).isTrue();
      assertThat(reply.text()).isEqualTo("\"done\"");
    }
  }

  @Test
  void aFunctionThatIsReadyForItsSnapshotIsRestoredAtOnce() throws Exception {
    try (var invocations = new Invocations();
        var client = HttpClient.newHttpClient()) {
      assertThat(invocations.restored()).isEmpty();
      var uri = URI.create("http://" + invocations.address() + "/2018-06-01/runtime/restore/next");

      client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());

      assertThat(invocations.restored()).isPresent();
    }
  }
}
