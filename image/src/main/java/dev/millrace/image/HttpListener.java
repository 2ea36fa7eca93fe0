package dev.millrace.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ServerSocketFactory;

/// Answers HTTP/1.1 on a port of its own, with a thread for each connection, at once and in one
/// packet: no more than what a client must wait for is in its times.
final class HttpListener implements AutoCloseable {

  /// @param headers by their names in small letters
  record Request(String method, String path, Map<String, String> headers, byte[] body) {}

  /// @param headers besides the length
  record Answer(int status, Map<String, String> headers, byte[] body) {}

  /// What answers requests, any number at a time.
  @FunctionalInterface
  interface Handler {
    Answer answer(Request request) throws InterruptedException;
  }

  private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1);

  private final ServerSocket server;
  private final Handler handler;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /// Of the system's, which wake up at once when a request comes.
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory());

  private HttpListener(ServerSocket server, Handler handler) {
    this.server = server;
    this.handler = handler;
  }

  /// @param sockets with or without TLS
  static HttpListener open(ServerSocketFactory sockets, Handler handler) {
    try {
      var server = sockets.createServerSocket();
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
      var listener = new HttpListener(server, handler);
      listener.threads.execute(listener::accept);
      return listener;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  @Override
  public void close() {
    closeQuietly(server);
    open.forEach(HttpListener::closeQuietly);
    threads.shutdownNow();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var socket = server.accept();
        open.add(socket);
        threads.execute(() -> serve(socket));
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      var in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      for (var first = line(in); !first.isEmpty(); first = line(in)) {
        var answer = handler.answer(request(first, in, socket));
        socket.getOutputStream().write(bytes(answer));
      }
    } catch (IOException _) {
      // the client has gone, as one does that is stopped
      closeQuietly(socket);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      System.err.println("no answer, for " + e);
    } finally {
      open.remove(socket);
    }
  }

  private static Request request(String first, InputStream in, Socket socket) throws IOException {
    var words = first.split(" ", 3);
    var headers = new HashMap<String, String>();
    for (var line = line(in); !line.isEmpty(); line = line(in)) {
      var colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    if (headers.containsKey("expect")) {
      socket.getOutputStream().write(CONTINUE);
    }
    return new Request(words[0], words[1], headers, body(headers, in));
  }

  private static byte[] body(Map<String, String> headers, InputStream in) throws IOException {
    if (!"chunked".equals(headers.get("transfer-encoding"))) {
      return exactly(Integer.parseInt(headers.getOrDefault("content-length", "0")), in);
    }
    var body = new ByteArrayOutputStream();
    for (var size = chunk(in); size > 0; size = chunk(in)) {
      body.writeBytes(exactly(size, in));
      line(in);
    }
    line(in);
    return body.toByteArray();
  }

  private static int chunk(InputStream in) throws IOException {
    return Integer.parseInt(line(in).split(";", 2)[0].strip(), 16);
  }

  private static byte[] exactly(int length, InputStream in) throws IOException {
    var bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  /// A line without its end; empty at the end of the stream.
  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (var b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }

  private static byte[] bytes(Answer answer) {
    var head = new StringBuilder("HTTP/1.1 ").append(answer.status()).append(" Done\r\n");
    answer
        .headers()
        .forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Content-Length: ").append(answer.body().length).append("\r\n\r\n");
    var out = new ByteArrayOutputStream(head.length() + answer.body().length);
    out.writeBytes(head.toString().getBytes(ISO_8859_1));
    out.writeBytes(answer.body());
    return out.toByteArray();
  }

  private static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      System.err.println("closing: " + e);
    }
  }
}
