package dev.millrace.local.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// A directory that holds the state of one stack, for one process at a time.
///
/// A file names the format it is written in; another format, or a directory of something else, is
/// refused, so that nothing is ever misread or overwritten.
public final class DataDirectory implements AutoCloseable {

  /// Grows with every change that an older Millrace would misread.
  static final String FORMAT = "millrace-data 1";

  private static final String FORMAT_FILE = "format";
  private static final String LOCK_FILE = "lock";
  private static final int LONGEST_PID = 20;

  private final Path path;
  private final FileChannel lock;

  private DataDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /// Takes a directory for this process; makes it if it is not there.
  ///
  /// @throws DataException if another process has it, or it holds something else
  public static DataDirectory open(Path path) {
    var absolute = path.toAbsolutePath().normalize();
    try {
      if (Files.exists(absolute) && !Files.isDirectory(absolute)) {
        throw new DataException("data directory " + absolute + " is a file, must be a directory");
      }
      Files.createDirectories(absolute);
      checkFormat(absolute);
      var lock = lock(absolute);
      try {
        writeFormat(absolute);
        return new DataDirectory(absolute, lock);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new DataException("data directory " + absolute + " cannot be used: " + e, e);
    }
  }

  /// Whether a stack kept its state there before, or something else is there.
  ///
  /// @throws DataException if that cannot be told
  public static boolean isUsed(Path path) {
    if (!Files.exists(path)) {
      return false;
    }
    try {
      return !Files.isDirectory(path) || !isEmpty(path);
    } catch (IOException e) {
      throw new DataException("data directory " + path + " cannot be read: " + e, e);
    }
  }

  public Path path() {
    return path;
  }

  /// A file in it, which may not be there yet.
  public Path file(String name) {
    return path.resolve(name);
  }

  /// A directory in it, made if need be.
  public Path folder(String name) {
    try {
      return Files.createDirectories(path.resolve(name));
    } catch (IOException e) {
      throw new DataException("data directory " + path + " takes no directory " + name, e);
    }
  }

  /// Leaves it to other processes.
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new DataException("data directory " + path + " cannot be released: " + e, e);
    }
  }

  private static void checkFormat(Path path) throws IOException {
    var file = path.resolve(FORMAT_FILE);
    if (!Files.exists(file)) {
      if (!isEmpty(path)) {
        throw new DataException(
            "data directory %s is not empty, and not one of Millrace: it has no file %s; name another"
                .formatted(path, FORMAT_FILE));
      }
      return;
    }
    var format = Files.readString(file).strip();
    if (!format.equals(FORMAT)) {
      throw new DataException(
          "data directory %s was written in the format '%s', this version reads '%s'; name another directory or use the version that wrote it"
              .formatted(path, format, FORMAT));
    }
  }

  private static void writeFormat(Path path) throws IOException {
    var file = path.resolve(FORMAT_FILE);
    if (!Files.exists(file)) {
      var draft = Files.writeString(path.resolve(LOCK_FILE + ".format"), FORMAT + "\n");
      Files.move(draft, file);
    }
  }

  /// Nothing, or the traces of a start that was cut off before the format was written.
  private static boolean isEmpty(Path path) throws IOException {
    try (var files = Files.list(path)) {
      return files.allMatch(file -> file.getFileName().toString().startsWith(LOCK_FILE));
    }
  }

  private static FileChannel lock(Path path) throws IOException {
    var channel =
        FileChannel.open(
            path.resolve(LOCK_FILE),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      if (tryLock(channel) == null) {
        throw new DataException(
            "data directory %s is in use by another stack%s; stop it or name another directory"
                .formatted(path, holder(channel)));
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(UTF_8)));
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) {
      return null; // this process has it
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    var bytes = ByteBuffer.allocate(LONGEST_PID);
    channel.read(bytes, 0);
    var pid = new String(bytes.array(), 0, bytes.position(), UTF_8).strip();
    return pid.isEmpty() ? "" : " (process " + pid + ")";
  }
}
