package dev.millrace.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The files of the source tree, without what is made of them.
final class Repository {

  static final Path ROOT = root();

  private static final Set<String> MADE = Set.of("target", "node_modules");

  private Repository() {}

  private static Path root() {
    var folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("template.yaml"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("not in the repository: " + Path.of("").toAbsolutePath());
    }
    return folder;
  }

  /// The files below a folder whose paths end so.
  static List<Path> files(Path folder, String end) {
    var found = new ArrayList<Path>();
    var visitor =
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            var name = directory.getFileName().toString();
            return !directory.equals(folder) && (MADE.contains(name) || name.startsWith("."))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(end)) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        };
    try {
      if (Files.exists(folder)) {
        Files.walkFileTree(folder, visitor);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
