package dev.millrace.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Answers each request with the next text that it was given, right or wrong, and then nothing.
final class ScriptedServer implements AutoCloseable {

  private record Answer(String text, boolean last) {}

  private static final long PATIENCE_SECONDS = 60;

  private final ServerSocket socket;
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);

  /// Serves on a socket, which may speak TLS.
  ScriptedServer(ServerSocket socket) {
    this.socket = socket;
    Thread.ofVirtual().start(this::serve);
  }

  static ScriptedServer start() {
    try {
      return new ScriptedServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI uri(String scheme) {
    return URI.create(scheme + "://localhost:" + socket.getLocalPort());
  }

  void answer(String text) {
    answers.add(new Answer(text, false));
  }

  /// Answers once and closes the connection.
  void answerAndClose(String text) {
    answers.add(new Answer(text, true));
  }

  /// The next request, head and body.
  String request() throws InterruptedException {
    return assertThat(requests.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isNotNull().actual();
  }

  void awaitClosed() throws InterruptedException {
    assertThat(closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  int connections() {
    return connections.get();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve() {
    while (!socket.isClosed()) {
      try {
        var connection = socket.accept();
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> converse(connection));
      } catch (IOException e) {
        // closed
        return;
      }
    }
  }

  private void converse(Socket connection) {
    try (connection) {
      for (var request = read(connection.getInputStream()); request != null; ) {
        requests.add(request);
        var answer = answers.poll();
        if (answer != null) {
          connection.getOutputStream().write(answer.text().getBytes(UTF_8));
          if (answer.last()) {
            break;
          }
        }
        request = read(connection.getInputStream());
      }
    } catch (IOException e) {
      // the client has gone
    }
    closed.countDown();
  }

  private static @Nullable String read(InputStream in) throws IOException {
    var request = new StringBuilder();
    while (request.indexOf("\r\n\r\n") < 0) {
      var next = in.read();
      if (next < 0) {
        return null;
      }
      request.append((char) next);
    }
    var length = request.toString().replaceAll("(?s).*Content-Length: ([0-9]+).*", "$1");
    return request + new String(in.readNBytes(Integer.parseInt(length)), UTF_8);
  }
}
