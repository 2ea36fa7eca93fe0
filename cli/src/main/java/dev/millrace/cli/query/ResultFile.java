package dev.millrace.cli.query;

import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A file that gets all rows of a query, or stays as it was.
///
/// @param replace whether it may be there
public record ResultFile(Path path, FileFormat format, boolean replace) {

  /// @throws IllegalArgumentException if it cannot be written, saying why
  public ResultFile {
    var folder = folder(path);
    if (Files.isDirectory(path)) {
      throw new IllegalArgumentException(path + " is a directory, must be a file");
    }
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(path + ": there is no directory " + folder);
    }
    if (!replace && Files.exists(path)) {
      throw new IllegalArgumentException(isThere(path));
    }
  }

  private static Path folder(Path path) {
    var parent = path.toAbsolutePath().getParent();
    return parent == null ? path.toAbsolutePath() : parent;
  }

  private static String isThere(Path path) {
    return path + " is there; --force replaces it";
  }

  /// Takes what was written elsewhere.
  ///
  /// @throws QueryException if it cannot be written
  void take(Path written) {
    try {
      var beside = Files.createTempFile(folder(path), ".millrace-query", ".tmp");
      // also at Ctrl-C
      beside.toFile().deleteOnExit();
      try {
        Files.copy(written, beside, StandardCopyOption.REPLACE_EXISTING);
        Files.move(beside, path, how());
      } finally {
        Files.deleteIfExists(beside);
      }
    } catch (FileAlreadyExistsException e) {
      throw new QueryException(isThere(path), e);
    } catch (IOException e) {
      throw new QueryException("%s cannot be written: %s".formatted(path, e), e);
    }
  }

  private CopyOption[] how() {
    return replace ? new CopyOption[] {StandardCopyOption.ATOMIC_MOVE} : new CopyOption[0];
  }
}
