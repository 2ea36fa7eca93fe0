package dev.millrace.local.lambda;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Starts JVMs for functions, on the Java that runs us.
///
/// Where the system has `setpriv`, the JVMs are killed by the kernel when the thread that started
/// them is gone. So that this happens with the emulator and not before, one thread starts them all.
final class ProcessLauncher implements AutoCloseable {

  private static final List<String> END_WITH_US = List.of("setpriv", "--pdeathsig", "KILL");

  private final RuntimeApi api;
  private final Path nativeLibrary;
  private final Path home;
  private final List<String> prefix;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("lambda-launcher").factory());

  private ProcessLauncher(RuntimeApi api, Path nativeLibrary, Path home, List<String> prefix) {
    this.api = api;
    this.nativeLibrary = nativeLibrary;
    this.home = home;
    this.prefix = prefix;
  }

  /// Opens a Runtime API and prepares what all JVMs share.
  ///
  /// @param scratch a directory for files
  static ProcessLauncher open(Path scratch) throws IOException {
    var library = RuntimeClient.unpackNativeLibrary(scratch);
    // what the JVMs take for the user's home, so that none of the developer's settings get in
    var home = Files.createDirectory(scratch.resolve("home"));
    var prefix = canEndWithUs() ? END_WITH_US : List.<String>of();
    return new ProcessLauncher(RuntimeApi.open(), library, home, prefix);
  }

  /// Where the JVMs ask for work.
  RuntimeApi api() {
    return api;
  }

  Process launch(
      FunctionConfig config, FunctionCode code, Map<String, String> variables, String runtimeApi)
      throws IOException {
    var builder = new ProcessBuilder(command(config, code));
    builder.directory(code.taskRoot().toFile());
    builder.redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(variables);
    builder.environment().put("AWS_LAMBDA_RUNTIME_API", runtimeApi);
    // framed log entries go to standard output too, where they are told from plain text
    builder.environment().put("_LAMBDA_TELEMETRY_LOG_FD", "1");
    var process = start(builder);
    process.getOutputStream().close();
    return process;
  }

  /// Stops the Runtime API. Processes must have ended before.
  @Override
  public void close() {
    api.close();
    thread.shutdownNow();
  }

  /// Waits even if it is interrupted, so that no process gets lost.
  private Process start(ProcessBuilder builder) throws IOException {
    var started = new CompletableFuture<Process>();
    try {
      thread.execute(() -> {
        try {
          started.complete(builder.start());
        } catch (IOException e) {
          started.completeExceptionally(e);
        }
      });
      return started.join();
    } catch (RejectedExecutionException e) {
      throw new IOException("functions are closed", e);
    } catch (CompletionException e) {
      throw new IOException("no process for a function", e.getCause());
    }
  }

  private List<String> command(FunctionConfig config, FunctionCode code) {
    var command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Lambda gives the heap 85 % of the function's memory
    command.add("-Xmx" + config.memoryMb() * 85 / 100 + "m");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:-UsePerfData");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    // for the framed log; measured at 8 ms of start-up time
    command.add("--add-opens=java.base/java.io=ALL-UNNAMED");
    command.add("-Duser.home=" + home);
    command.add("-D%s=%s".formatted(RuntimeClient.NATIVE_LIBRARY_PROPERTY, nativeLibrary));
    command.add("-cp");
    command.add(classPath(code));
    command.add(RuntimeClient.mainClass());
    command.add(config.handler());
    return command;
  }

  private static String classPath(FunctionCode code) {
    return Stream.of(RuntimeClient.jars(), code.classPath(), RuntimeClient.fallbackJars())
        .flatMap(List::stream)
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static boolean canEndWithUs() throws IOException {
    var command = new ArrayList<>(END_WITH_US);
    command.add("true");
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      // there is no such command
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
