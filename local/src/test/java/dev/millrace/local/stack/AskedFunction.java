package dev.millrace.local.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.local.stack.handlers.AskingHandler;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a function of a stack does, decided in the test: every invocation of `AskingHandler` asks
/// here.
final class AskedFunction implements AutoCloseable {

  /// An answer that makes the invocation fail.
  static final String FAIL = "";

  private final ServerSocket server;
  private final List<JsonNode> events = new ArrayList<>();
  private volatile Function<List<String>, String> body = _ -> "null";

  AskedFunction() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("asked").start(this::serveAll);
  }

  /// The value of `PORT`.
  int port() {
    return server.getLocalPort();
  }

  /// @param answer what to answer to the data of a batch; to none if it is not from Kinesis
  void does(Function<List<String>, String> answer) {
    body = answer;
  }

  /// Copies the handler's class, laid out like a function's code.
  static void copyCode(Path target) throws IOException {
    try {
      var classes =
          Path.of(AskingHandler.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      var file = AskingHandler.class.getName().replace('.', '/') + ".class";
      Files.createDirectories(target.resolve(file).getParent());
      Files.copy(classes.resolve(file), target.resolve(file));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  synchronized List<JsonNode> events() {
    return List.copyOf(events);
  }

  /// The data of every record of a Kinesis stream that was delivered, in order.
  List<String> delivered() {
    return events().stream().flatMap(event -> data(event).stream()).toList();
  }

  synchronized void forget() {
    events.clear();
  }

  private static List<String> data(JsonNode event) {
    var data = new ArrayList<String>();
    for (var record : event.get("Records")) {
      if (record.has("kinesis")) {
        data.add(new String(record.at("/kinesis/data").binaryValue(), UTF_8));
      }
    }
    return data;
  }

  private void serveAll() {
    while (!server.isClosed()) {
      try {
        var socket = server.accept();
        Thread.ofVirtual().name("answer").start(() -> serve(socket));
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var event =
          JsonMapper.shared().readTree(new DataInputStream(socket.getInputStream()).readUTF());
      synchronized (this) {
        events.add(event);
      }
      new DataOutputStream(socket.getOutputStream()).writeUTF(body.apply(data(event)));
    } catch (IOException e) {
      LoggerFactory.getLogger(AskedFunction.class).warn("the function did not wait", e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
