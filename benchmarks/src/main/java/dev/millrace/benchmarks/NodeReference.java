package dev.millrace.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/// The functions in Node, with the packages that npm installs for them.
final class NodeReference {

  private NodeReference() {}

  /// Installs them if they are not.
  ///
  /// @return where they are; empty, said in one line, if that cannot be done
  static Optional<Path> install(Path home) {
    var folder = home.resolve("benchmarks/target/reference-node");
    try {
      run(home, List.of("node", "--version"));
      Files.createDirectories(folder);
      var lock = folder.resolve("package-lock.json");
      var installed = folder.resolve("node_modules/.package-lock.json");
      var source = home.resolve("benchmarks/reference/node");
      var changed =
          !Files.exists(installed)
              || !Files.exists(lock)
              || Files.mismatch(lock, source.resolve("package-lock.json")) >= 0;
      copy(source, folder);
      if (changed) {
        Progress.say("benchmarks: npm ci, for the functions in Node");
        npmCi(folder);
      }
      return Optional.of(folder);
    } catch (IOException e) {
      Progress.say("benchmarks: without Node, for " + e.getMessage());
      return Optional.empty();
    }
  }

  /// What the table says in place of Node's rows.
  static Row missing(String title) {
    return Row.of(title + ": Node", "", "", "not measured: there is no Node or npm");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.list(from)) {
      for (var file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void npmCi(Path folder) throws IOException {
    try {
      run(folder, List.of("npm", "ci", "--no-audit", "--no-fund"));
    } catch (IOException e) {
      // so that the next run tries again
      Files.deleteIfExists(folder.resolve("package-lock.json"));
      throw e;
    }
  }

  private static void run(Path folder, List<String> command) throws IOException {
    var process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException("%s failed: %s".formatted(String.join(" ", command), output.strip()));
    }
  }
}
