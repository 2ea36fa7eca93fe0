package dev.millrace.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of every command that starts a stack.
final class StackMixin {

  private static final int MAX_PORT = 65_535;

  @Option(
      names = "--template",
      paramLabel = "FILE",
      description = "The SAM template to run (default: ${DEFAULT-VALUE}).")
  private Path template = Path.of("template.yaml");

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port of the endpoint, 0 for any (default: ${DEFAULT-VALUE}).")
  private int port = 4566;

  @Option(
      names = "--functions",
      paramLabel = "process|in-process",
      converter = FunctionMode.Converter.class,
      description = "Where functions run (default: ${DEFAULT-VALUE}).")
  private FunctionMode functions = FunctionMode.PROCESS;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Directory that keeps the stack's data (default: none is kept).")
  private @Nullable Path data;

  /// @throws UsageException if an option cannot be
  StackOptions options() {
    if (port < 0 || port > MAX_PORT) {
      throw new UsageException("--port must lie within 0 and " + MAX_PORT + ", was " + port);
    }
    if (Files.isDirectory(template)) {
      throw new UsageException("--template: " + template + " is a directory, must be a file");
    }
    if (!Files.isReadable(template)) {
      throw new UsageException("--template: " + template + ": no such file, or it may not be read");
    }
    if (data != null && Files.exists(data) && !Files.isDirectory(data)) {
      throw new UsageException("--data: " + data + " is a file, must be a directory");
    }
    return new StackOptions(template, port, functions, Optional.ofNullable(data));
  }

  /// The same for a command whose results would mix with data that is there.
  StackOptions optionsOfFreshStack() {
    var options = options();
    options.data().ifPresent(StackMixin::checkEmpty);
    return options;
  }

  private static void checkEmpty(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (var files = Files.list(directory)) {
      if (files.findAny().isPresent()) {
        throw new UsageException(
            "--data: " + directory + " must be empty: its data would mix with the run's");
      }
    } catch (IOException e) {
      throw new UsageException("--data: " + directory + " cannot be read: " + e);
    }
  }
}
