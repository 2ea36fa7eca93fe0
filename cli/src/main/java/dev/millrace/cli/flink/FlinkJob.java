package dev.millrace.cli.flink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// A process that runs a Flink job. It ends with this process, however that ends: its standard
/// input is then closed.
public final class FlinkJob implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
  private static final int LAST_LINES = 10;

  /// Of a process that Ctrl-C ended: whoever pressed it knows.
  private static final int INTERRUPTED = 130;

  private final JobProperties properties;
  private final Path folder;
  private final Path log;
  private final Process process;
  private final CompletableFuture<Void> running = new CompletableFuture<>();
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private volatile boolean closing;

  private FlinkJob(JobProperties properties, Path folder, Path log, Process process) {
    this.properties = properties;
    this.folder = folder;
    this.log = log;
    this.process = process;
  }

  /// Starts it.
  ///
  /// @param logs the folder that gets its log; empty to keep the log as long as the job
  /// @param death is told in some lines if the job runs and then ends by itself
  /// @throws FlinkException if there is no process
  public static FlinkJob start(
      FlinkBuild build, JobProperties properties, Optional<Path> logs, Consumer<String> death) {
    try {
      var folder = Files.createTempDirectory("millrace-flink");
      var file = Files.writeString(folder.resolve("properties.json"), properties.json());
      var log = Files.createDirectories(logs.orElse(folder)).resolve("fleet-summary.log");
      var job = new FlinkJob(properties, folder, log, launch(build, file, log));
      Thread.ofVirtual().start(job::listen);
      var _ = job.process.onExit().thenAccept(_ -> job.ended(death));
      return job;
    } catch (IOException e) {
      throw new FlinkException("there is no process for the Flink job: " + e.getMessage(), e);
    }
  }

  private static Process launch(FlinkBuild build, Path properties, Path log) throws IOException {
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                // starts in half the time
                "-XX:TieredStopAtLevel=1",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.io.tmpdir=" + properties.toAbsolutePath().getParent(),
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
                "-cp",
                build.classPath(),
                build.mainClass(),
                properties.toString())
            .redirectError(log.toFile());
    var environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("AWS_"));
    environment.put("AWS_ACCESS_KEY_ID", "test");
    environment.put("AWS_SECRET_ACCESS_KEY", "test");
    return builder.start();
  }

  /// What it was told.
  public JobProperties properties() {
    return properties;
  }

  /// Where it keeps what it needs until it ends.
  Path folder() {
    return folder;
  }

  /// Where its log is.
  public Path log() {
    return log;
  }

  /// Returns when it reads.
  ///
  /// @throws FlinkException if it ends before
  public void awaitRunning() throws InterruptedException {
    await(running, START_LIMIT, "run");
  }

  /// Has it read all that is in its stream, close every window and end.
  ///
  /// @throws FlinkException if it cannot, or not in time
  public void drain(Duration limit) throws InterruptedException {
    try {
      process.outputWriter(UTF_8).append("drain\n").flush();
    } catch (IOException e) {
      throw new FlinkException("the Flink job cannot be told to end: " + lastLines(), e);
    }
    await(drained, limit, "read everything");
  }

  private void await(CompletableFuture<Void> what, Duration limit, String words)
      throws InterruptedException {
    try {
      what.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new FlinkException(
          "the Flink job did not %s within %s; its log ends with%n%s"
              .formatted(words, limit, lastLines()),
          e);
    } catch (ExecutionException e) {
      throw new FlinkException(
          String.valueOf(Objects.requireNonNullElse(e.getCause(), e).getMessage()), e);
    }
  }

  private void listen() {
    try (var lines = process.inputReader(UTF_8)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        switch (line) {
          case "running" -> running.complete(null);
          case "drained" -> drained.complete(null);
          // the JVM itself may have something to say there
          default -> {}
        }
      }
    } catch (IOException e) {
      // its end says more
      running.completeExceptionally(e);
    }
  }

  private void ended(Consumer<String> death) {
    var why =
        "the Flink job ended with exit code %d; its log ends with%n%s"
            .formatted(process.exitValue(), lastLines());
    // one that never ran is told by whoever waits for it
    var ran = !running.completeExceptionally(new FlinkException(why));
    drained.completeExceptionally(new FlinkException(why));
    if (ran && !closing && process.exitValue() != INTERRUPTED) {
      death.accept(why);
    }
  }

  /// Without the frames of stack traces, which would fill them.
  private String lastLines() {
    try (var lines = Files.lines(log, UTF_8)) {
      var all = lines.filter(line -> !line.isBlank() && !line.startsWith("\t")).toList();
      return String.join(
          System.lineSeparator(), all.subList(Math.max(0, all.size() - LAST_LINES), all.size()));
    } catch (IOException | UncheckedIOException e) {
      return "(%s cannot be read: %s)".formatted(log, e.getMessage());
    }
  }

  /// Ends it; without effect the second time.
  @Override
  public synchronized void close() {
    if (closing) {
      return;
    }
    closing = true;
    try {
      process.getOutputStream().close();
      if (!process.waitFor(STOP_LIMIT)) {
        process.destroyForcibly().waitFor();
      }
      delete();
    } catch (IOException e) {
      process.destroyForcibly();
      throw new FlinkException("the Flink job left something behind in " + folder, e);
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void delete() throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
