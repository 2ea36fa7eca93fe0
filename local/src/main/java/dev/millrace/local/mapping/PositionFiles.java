package dev.millrace.local.mapping;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// A file per mapping, in one folder that nothing else writes to.
///
/// A file is replaced as a whole. It is not forced to the disk: what survives the end of the
/// process may be lost with the power.
public final class PositionFiles implements PositionStore {

  private static final String ENDING = ".json";
  private static final Pattern UUID = Pattern.compile("[A-Za-z0-9_-]{1,100}");

  private final Path folder;

  private PositionFiles(Path folder) {
    this.folder = folder;
  }

  /// The files in a folder, which is made if it does not exist.
  ///
  /// @throws UncheckedIOException naming the folder if that is impossible
  public static PositionFiles in(Path folder) {
    try {
      Files.createDirectories(folder);
      return new PositionFiles(folder);
    } catch (IOException e) {
      throw failed("the folder of mapping positions %s cannot be made", folder, e);
    }
  }

  @Override
  public Optional<String> load(String uuid) {
    var file = file(uuid);
    try {
      return Optional.of(Files.readString(file));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw failed("the mapping position %s cannot be read", file, e);
    }
  }

  @Override
  public void save(String uuid, Supplier<String> document) {
    var file = file(uuid);
    try {
      var next = folder.resolve(uuid + ENDING + ".next");
      Files.writeString(next, document.get());
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw failed("the mapping position %s cannot be written", file, e);
    }
  }

  @Override
  public void remove(String uuid) {
    var file = file(uuid);
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw failed("the mapping position %s cannot be removed", file, e);
    }
  }

  @Override
  public List<String> uuids() {
    try (var files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(ENDING))
          .map(name -> name.substring(0, name.length() - ENDING.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw failed("the folder of mapping positions %s cannot be read", folder, e);
    }
  }

  @Override
  public String place(String uuid) {
    return file(uuid).toString();
  }

  private Path file(String uuid) {
    if (!UUID.matcher(uuid).matches()) {
      throw new IllegalArgumentException(
          "the uuid of a mapping whose position is kept must be letters, digits, - and _, was "
              + uuid);
    }
    return folder.resolve(uuid + ENDING);
  }

  private static UncheckedIOException failed(String message, Path file, IOException cause) {
    return new UncheckedIOException(message.formatted(file) + ": " + cause, cause);
  }
}
