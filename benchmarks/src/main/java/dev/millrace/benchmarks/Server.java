package dev.millrace.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/// A server in a process of its own, started and ready.
///
/// @param readyMillis from the start of its process until it was ready
record Server(Process process, URI endpoint, double readyMillis) implements AutoCloseable {

  private static final Pattern UP = Pattern.compile("The stack is up at (http\\S+)");
  private static final Pattern RSS = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  /// `millrace up` with Millrace's own template, its functions in its JVM.
  static Server millrace(Path home) {
    var command =
        List.of(
            home.resolve("millrace").toString(),
            "up",
            "--no-quotas",
            "--template",
            home.resolve("template.yaml").toString(),
            "--functions",
            "in-process",
            "--port",
            "0");
    try {
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      var start = System.nanoTime();
      var process = builder.start();
      var reader = process.inputReader();
      for (var line = reader.readLine(); line != null; line = reader.readLine()) {
        var up = UP.matcher(line);
        if (up.find()) {
          var millis = (System.nanoTime() - start) / 1e6;
          discard(reader);
          return new Server(process, URI.create(up.group(1)), millis);
        }
      }
      throw new IllegalStateException("millrace up ended before it was ready");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The npm package kinesis-local, alone, on 127.0.0.1.
  ///
  /// @param folder where the package is
  static Server kinesisLocal(Path folder) {
    try {
      var port = freePort();
      var builder =
          new ProcessBuilder("node", "--require", loopback().toString(), "main.js")
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD);
      builder
          .environment()
          .putAll(
              Map.of(
                  "KINESIS_MOCK_PLAIN_PORT", Integer.toString(port),
                  "KINESIS_MOCK_TLS_PORT", Integer.toString(freePort()),
                  "CREATE_STREAM_DURATION", "10ms"));
      var start = System.nanoTime();
      var process = builder.start();
      awaitTrue(process, () -> listens(port));
      return new Server(
          process, URI.create("http://127.0.0.1:" + port), (System.nanoTime() - start) / 1e6);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Resident memory in MiB, from Linux; NaN elsewhere.
  double residentMiB() {
    try {
      var status = RSS.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
      return status.find() ? Long.parseLong(status.group(1)) / 1024.0 : Double.NaN;
    } catch (IOException _) {
      return Double.NaN;
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(1, TimeUnit.MINUTES)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /// So that the process never waits for somebody to read.
  private static void discard(BufferedReader reader) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            reader.transferTo(Writer.nullWriter());
          } catch (IOException _) {
            // it is closed with the process
            Progress.say("ready: the stack was stopped");
          }
        });
  }

  private static void awaitTrue(Process process, BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      if (!process.isAlive()) {
        throw new IllegalStateException("kinesis-local ended before it was ready");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static boolean listens(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException _) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// It would listen on every interface.
  private static Path loopback() throws IOException {
    var file = Files.createTempFile("loopback", ".js");
    file.toFile().deleteOnExit();
    return Files.writeString(
        file,
        """
        const net = require('net');
        const listen = net.Server.prototype.listen;
        net.Server.prototype.listen = function (...args) {
          const callbacks = args.filter((each) => typeof each === 'function');
          const port = args[0] !== null && typeof args[0] === 'object' ? args[0].port : args[0];
          return listen.call(this, { port: Number(port), host: '127.0.0.1' }, ...callbacks);
        };
        """);
  }
}
