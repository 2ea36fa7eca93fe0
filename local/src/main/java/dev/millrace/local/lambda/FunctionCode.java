package dev.millrace.local.lambda;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;

/// A function's code as Lambda lays it out: a task root with classes, and jars under `lib/`.
///
/// @param taskRoot the function's working directory
/// @param jars `lib/*.jar`, then `java/lib/*.jar` of each layer, sorted by name
record FunctionCode(Path taskRoot, List<Path> jars) {

  /// The code of a function; archives are unpacked under `scratch`.
  static FunctionCode of(FunctionConfig config, Path scratch) throws IOException {
    var root = folder(config.code(), config, scratch);
    var jars = new ArrayList<>(jars(root.resolve("lib")));
    for (var layer : config.layers()) {
      jars.addAll(jars(folder(layer, config, scratch).resolve("java/lib")));
    }
    return checked(root, jars);
  }

  /// What goes on the class path, in order.
  List<Path> classPath() {
    var path = new ArrayList<Path>();
    path.add(taskRoot);
    path.addAll(jars);
    return path;
  }

  private static Path folder(Path code, FunctionConfig config, Path scratch) throws IOException {
    return Files.isDirectory(code)
        ? code.toRealPath()
        : unpack(code, Files.createTempDirectory(scratch, config.name() + "-"));
  }

  private static List<Path> jars(Path lib) throws IOException {
    if (!Files.isDirectory(lib)) {
      return List.of();
    }
    try (var files = Files.list(lib)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  private static FunctionCode checked(Path root, List<Path> jars) {
    if (root.toString().contains(File.pathSeparator)) {
      throw new IllegalArgumentException(
          "Code must lie in a path without " + File.pathSeparator + ", was " + root);
    }
    return new FunctionCode(root, jars);
  }

  private static Path unpack(Path archive, Path target) throws IOException {
    try (var zip = new ZipFile(archive.toFile())) {
      for (var entries = zip.entries(); entries.hasMoreElements(); ) {
        var entry = entries.nextElement();
        var path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
          throw new IOException(
              archive + " must not reach outside itself, has the entry " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(path);
          continue;
        }
        Files.createDirectories(path.getParent());
        try (var in = zip.getInputStream(entry)) {
          Files.copy(in, path);
        }
      }
    }
    return target;
  }
}
