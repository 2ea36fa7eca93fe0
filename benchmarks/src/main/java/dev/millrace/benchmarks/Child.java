package dev.millrace.benchmarks;

import dev.millrace.image.Invocations;
import dev.millrace.image.Invocations.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// A contestant's process, and Lambda for it.
final class Child implements AutoCloseable {

  /// A function that answered an error, or none.
  static final class Failed extends IllegalStateException {

    Failed(String message) {
      super(message);
    }
  }

  private static final int TAIL = 4_000;
  private static final long POLL_MILLIS = 100;
  private static final long TIMEOUT_MILLIS = 120_000;

  private final Contestant contestant;
  private final Invocations invocations;
  private final Process process;
  private final long started;
  private final Semaphore lines = new Semaphore(0);
  private final CompletableFuture<String> output = new CompletableFuture<>();

  private Child(Contestant contestant, Invocations invocations, Process process, long started) {
    this.contestant = contestant;
    this.invocations = invocations;
    this.process = process;
    this.started = started;
  }

  /// Starts the process, for which an event waits.
  static Child start(Contestant contestant, byte[] event) {
    var invocations = new Invocations();
    invocations.offer(event);
    var builder =
        new ProcessBuilder(contestant.command())
            .directory(contestant.directory().toFile())
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(contestant.environment());
    builder.environment().put("AWS_LAMBDA_RUNTIME_API", invocations.address());
    try {
      var start = System.nanoTime();
      var child = new Child(contestant, invocations, builder.start(), start);
      Thread.ofPlatform().daemon().start(child::readOutput);
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// When it was started, or restored from its snapshot, as [System#nanoTime()] counts.
  long started() {
    return invocations.restored().orElse(started);
  }

  /// Lets it answer one event.
  Reply invoke(byte[] event) throws InterruptedException {
    invocations.offer(event);
    return reply();
  }

  /// Waits for the answer to the event before.
  ///
  /// @throws Failed if it is an error, or the process has ended
  Reply reply() throws InterruptedException {
    for (var waited = 0L; waited < TIMEOUT_MILLIS; waited += POLL_MILLIS) {
      var reply = invocations.poll(POLL_MILLIS);
      if (reply.isPresent()) {
        return checked(reply.get());
      } else if (!process.isAlive()) {
        throw failed("ended with " + process.exitValue());
      }
    }
    throw failed("did not answer in time");
  }

  private Reply checked(Reply reply) {
    if (!reply.isAnswer()) {
      throw failed("answered %s: %s".formatted(reply.path(), reply.text()));
    }
    return reply;
  }

  Contestant contestant() {
    return contestant;
  }

  double cpuMillis() {
    return Proc.cpuMillis(process.pid());
  }

  double peakMiB() {
    return Proc.peakMiB(process.pid());
  }

  /// Waits until it has put out as many more lines, at least.
  ///
  /// @throws Failed if it has not
  void awaitLines(long more) throws InterruptedException {
    if (!lines.tryAcquire((int) more, TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
      throw failed("must have put out %d lines, was fewer".formatted(more));
    }
    lines.drainPermits();
  }

  /// Ends the process as Lambda does, and waits until it is gone.
  ///
  /// @return its last words
  String end() throws InterruptedException {
    // unlike Process.destroy, this leaves the output open
    process.toHandle().destroy();
    if (!process.waitFor(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
      throw failed("did not end");
    }
    return output.join();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
    invocations.close();
  }

  private Failed failed(String what) {
    close();
    return new Failed(
        "%s %s; its last words: %s".formatted(contestant.name(), what, output.join()));
  }

  private void readOutput() {
    var tail = new byte[0];
    try (InputStream in = process.getInputStream()) {
      var buffer = new byte[1 << 16];
      for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        for (var i = 0; i < read; i++) {
          if (buffer[i] == '\n') {
            lines.release();
          }
        }
        tail = Arrays.copyOf(buffer, Math.min(read, TAIL));
      }
    } catch (IOException _) {
      // it was killed; what it said before is all there is
    } finally {
      output.complete(new String(tail, StandardCharsets.UTF_8));
    }
  }
}
