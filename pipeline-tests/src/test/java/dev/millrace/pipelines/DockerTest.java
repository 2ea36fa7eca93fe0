package dev.millrace.pipelines;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerTest {

  private static ServerSocket listener() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @ParameterizedTest
  @CsvSource({"HTTP/1.0 200 OK, true", "HTTP/1.0 404 Not Found, false"})
  void anImageIsHereIfTheDaemonSaysSo(String status, boolean isHere) throws Exception {
    try (var listener = listener()) {
      var request =
          CompletableFuture.supplyAsync(() -> answer(listener, status), Thread::startVirtualThread);

      assertThat(new Docker(listener.getLocalSocketAddress()).has("some/image:1")).contains(isHere);
      assertThat(request.get()).startsWith("GET /images/some/image:1/json HTTP/1.0\r\n");
    }
  }

  private static String answer(ServerSocket listener, String status) {
    try (var socket = listener.accept()) {
      var request = new byte[1000];
      var length = socket.getInputStream().read(request);
      socket.getOutputStream().write((status + "\r\n\r\n").getBytes(US_ASCII));
      return new String(request, 0, length, US_ASCII);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void withoutADaemonThereIsNoAnswer() throws IOException {
    var listener = listener();
    listener.close();

    assertThat(new Docker(listener.getLocalSocketAddress()).has("some/image:1")).isEmpty();
  }
}
