package dev.millrace.local.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file that grows by entries. An entry is in it whole or not at all.
///
/// When [#append] returns, the operating system has the entry: it outlives this process, however
/// that ends. Whether it outlives the operating system is not promised, as that would cost a disk's
/// pace for each entry. An entry that was cut off is dropped at the next start; it was never
/// acknowledged. After a failure (a full disk, for instance) the file is as it was before, and the
/// next entry is tried anew.
///
/// On disk each entry is its length, its CRC-32C (four bytes each) and its bytes.
public final class Journal implements AutoCloseable {

  /// Where bytes go.
  interface Disk extends AutoCloseable {

    void write(byte[] bytes, long at) throws IOException;

    void truncate(long size) throws IOException;

    void force() throws IOException;

    @Override
    void close() throws IOException;
  }

  /// Opens files to write.
  @FunctionalInterface
  interface Disks {
    Disk open(Path file) throws IOException;
  }

  private static final Logger log = LoggerFactory.getLogger(Journal.class);
  private static final int HEADER = 8;

  private final Path file;
  private final Disks disks;
  private Disk disk;
  private long end;
  private boolean torn;

  private Journal(Path file, Disks disks, Disk disk, long end) {
    this.file = file;
    this.disks = disks;
    this.disk = disk;
    this.end = end;
  }

  /// Opens a file, or makes it, and reads what it holds.
  ///
  /// @param entries is given each entry, in the order in which they were appended
  /// @throws DataException if it cannot be read, or is damaged before its end
  public static Journal open(Path file, Consumer<byte[]> entries) {
    return open(file, entries, OpenFile::new);
  }

  static Journal open(Path file, Consumer<byte[]> entries, Disks disks) {
    try {
      var end = Files.exists(file) ? read(file, entries) : 0;
      var disk = disks.open(file);
      disk.truncate(end);
      return new Journal(file, disks, disk, end);
    } catch (IOException e) {
      throw new DataException(file + " cannot be opened: " + e, e);
    }
  }

  /// Adds an entry, which must not be empty.
  ///
  /// @throws DataException if it could not be written; the journal is as it was before
  public synchronized void append(byte[] entry) {
    try {
      if (torn) {
        disk.truncate(end);
        torn = false;
      }
      torn = true;
      var framed = frame(entry);
      disk.write(framed, end);
      torn = false;
      end += HEADER + entry.length;
    } catch (IOException e) {
      throw new DataException(
          "data directory %s takes no more (%s), the request was not carried out"
              .formatted(file.getParent(), e),
          e);
    }
  }

  /// Writes the entries anew, in place of all there are.
  ///
  /// @param content gives each entry to what it is given
  /// @throws DataException if that fails; the journal is as it was before
  public synchronized void replace(Consumer<Consumer<byte[]>> content) {
    var draft = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.deleteIfExists(draft);
      var size = write(draft, content);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      var old = disk;
      disk = disks.open(file);
      end = size;
      torn = false;
      old.close();
    } catch (IOException e) {
      throw new DataException(file + " cannot be written anew: " + e, e);
    }
  }

  /// How long the file is.
  public synchronized long bytes() {
    return end;
  }

  @Override
  public synchronized void close() {
    try (var closing = disk) {
      closing.force();
    } catch (IOException e) {
      throw new DataException(file + " cannot be closed: " + e, e);
    }
  }

  private long write(Path draft, Consumer<Consumer<byte[]>> content) throws IOException {
    try (var target = disks.open(draft)) {
      var written =
          new Object() {
            long bytes;
          };
      content.accept(entry -> {
        try {
          target.write(frame(entry), written.bytes);
          written.bytes += HEADER + entry.length;
        } catch (IOException e) {
          throw new DataException(draft + " cannot be written: " + e, e);
        }
      });
      target.force();
      return written.bytes;
    }
  }

  private static byte[] frame(byte[] entry) {
    return ByteBuffer.allocate(HEADER + entry.length)
        .putInt(entry.length)
        .putInt(checksum(entry))
        .put(entry)
        .array();
  }

  private static int checksum(byte[] entry) {
    var crc = new CRC32C();
    crc.update(entry);
    return (int) crc.getValue();
  }

  /// Where the last whole entry ends.
  private static long read(Path file, Consumer<byte[]> entries) throws IOException {
    var size = Files.size(file);
    var end = 0L;
    try (var in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      while (end < size) {
        if (size - end < HEADER) {
          return cutOff(file, end, size);
        }
        var length = in.readInt();
        var checksum = in.readInt();
        if (length <= 0 || length > size - end - HEADER) {
          return cutOff(file, end, size);
        }
        var entry = in.readNBytes(length);
        if (entry.length < length) {
          throw new EOFException(file + " became shorter while it was read");
        }
        if (checksum(entry) != checksum) {
          if (end + HEADER + length == size) {
            return cutOff(file, end, size);
          }
          throw new DataException(
              "%s is damaged at byte %d, though %d bytes follow; restore a copy of the data directory or name another"
                  .formatted(file, end, size - end));
        }
        entries.accept(entry);
        end += HEADER + length;
      }
    }
    return end;
  }

  private static long cutOff(Path file, long end, long size) {
    log.atWarn()
        .addKeyValue("file", file)
        .addKeyValue("bytes", size - end)
        .log("the last entry was cut off and is dropped; it was never acknowledged");
    return end;
  }

  /// Not a channel: those close for good when a thread that writes is interrupted.
  private record OpenFile(RandomAccessFile file) implements Disk {

    OpenFile(Path path) throws IOException {
      this(new RandomAccessFile(path.toFile(), "rw"));
    }

    @Override
    public void write(byte[] bytes, long at) throws IOException {
      file.seek(at);
      file.write(bytes);
    }

    @Override
    public void truncate(long size) throws IOException {
      file.setLength(size);
    }

    @Override
    public void force() throws IOException {
      file.getFD().sync();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
