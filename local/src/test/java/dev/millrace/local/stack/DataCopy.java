package dev.millrace.local.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// What a process that is killed leaves behind: a copy of its directory while it still runs.
final class DataCopy {

  private DataCopy() {}

  static Path of(Path directory) throws IOException {
    var copy = Files.createTempDirectory(directory.toAbsolutePath().getParent(), "copy");
    try (var files = Files.walk(directory)) {
      for (var file : files.toList()) {
        var target = copy.resolve(directory.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          copy(file, target);
        }
      }
    }
    return copy;
  }

  private static void copy(Path file, Path target) throws IOException {
    try {
      Files.copy(file, target);
    } catch (NoSuchFileException e) {
      // a file that is being replaced is renamed at any moment
      if (!file.toString().endsWith(".next")) {
        throw e;
      }
    }
  }
}
