package dev.millrace.local.opensearch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A process that runs OpenSearch. It ends with this process, however that ends: its standard input
/// is then closed.
final class OpenSearchNode implements AutoCloseable {

  private static final String MAIN = "dev.millrace.opensearch.Main";
  private static final String LOG_SETTINGS = "dev/millrace/opensearch/log4j2.properties";
  private static final String READY = "ready ";
  private static final Duration START_LIMIT = Duration.ofMinutes(5);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
  private static final int LAST_LINES = 5;

  private final Process process;
  private final URI endpoint;

  private OpenSearchNode(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /// Starts OpenSearch and waits until it answers.
  ///
  /// @param data where its indices are, and its log
  /// @throws OpenSearchException if it does not start
  static OpenSearchNode start(OpenSearchBuild build, Path data) {
    var log = data.resolve("opensearch.log");
    var process = launch(build.classPath(), data, log);
    try {
      return new OpenSearchNode(
          process, URI.create("http://127.0.0.1:" + port(process, firstLine(process), log)));
    } catch (OpenSearchException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  URI endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(STOP_LIMIT)) {
        process.destroyForcibly().waitFor();
      }
    } catch (IOException e) {
      process.destroyForcibly();
      throw new OpenSearchException("OpenSearch cannot be told to stop and was killed", e);
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static Process launch(String classPath, Path data, Path log) {
    try {
      return new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xms64m",
              "-Xmx512m",
              "-XX:+UseSerialGC",
              // starts in half the time
              "-XX:TieredStopAtLevel=1",
              "--enable-native-access=ALL-UNNAMED",
              "--sun-misc-unsafe-memory-access=allow",
              "-Dlog4j2.configurationFile=classpath:" + LOG_SETTINGS,
              "-cp",
              classPath,
              MAIN,
              data.toString())
          .redirectError(log.toFile())
          .start();
    } catch (IOException e) {
      throw new OpenSearchException("there is no process for OpenSearch: " + e.getMessage(), e);
    }
  }

  private static String firstLine(Process process) {
    var line = new CompletableFuture<String>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            line.complete(String.valueOf(reader(process).readLine()));
          } catch (IOException e) {
            line.completeExceptionally(e);
          }
        });
    try {
      return line.get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new OpenSearchException("OpenSearch was not ready after " + START_LIMIT, e);
    } catch (ExecutionException e) {
      throw new OpenSearchException("OpenSearch cannot be read: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OpenSearchException("interrupted while OpenSearch starts", e);
    }
  }

  private static BufferedReader reader(Process process) {
    return process.inputReader(UTF_8);
  }

  private static int port(Process process, String line, Path log) {
    if (!line.startsWith(READY)) {
      process.destroyForcibly();
      throw new OpenSearchException(
          "OpenSearch ended before it was ready: " + String.join(" | ", lastLines(log)));
    }
    return Integer.parseInt(line.substring(READY.length()));
  }

  private static List<String> lastLines(Path log) {
    try (var lines = Files.lines(log, UTF_8)) {
      var all = lines.filter(line -> !line.isBlank()).toList();
      return all.subList(Math.max(0, all.size() - LAST_LINES), all.size());
    } catch (IOException e) {
      return List.of("its log " + log + " cannot be read: " + e);
    }
  }
}
