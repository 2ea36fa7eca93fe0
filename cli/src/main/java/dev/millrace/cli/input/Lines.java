package dev.millrace.cli.input;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// A file's lines as bytes, without their line ends, numbered from 1.
final class Lines implements AutoCloseable {

  /// A line may be as long as a Kinesis record.
  static final int MAX_LENGTH = 1024 * 1024;

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final InputStream in;
  private long number;

  private Lines(InputStream in) {
    this.in = in;
  }

  /// Opens a file.
  ///
  /// @throws InputException if there is no such file, or it is none that can be read
  static Lines of(Path file) {
    try {
      return new Lines(new BufferedInputStream(Files.newInputStream(readable(file)), 1 << 16));
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read: " + e, e);
    }
  }

  private static Path readable(Path file) {
    if (Files.isDirectory(file)) {
      throw new InputException(file + ": is a directory, must be a file");
    }
    if (!Files.exists(file)) {
      throw new InputException(file + ": no such file");
    }
    if (!Files.isReadable(file)) {
      throw new InputException(file + ": may not be read");
    }
    return file;
  }

  /// The next line; empty at the end of the file.
  Optional<Line> next() throws IOException {
    var bytes = new ByteArrayOutputStream(256);
    var length = 0L;
    var b = in.read();
    if (b < 0) {
      return Optional.empty();
    }
    for (; b >= 0 && b != '\n'; b = in.read()) {
      if (++length <= MAX_LENGTH) {
        bytes.write(b);
      }
    }
    number++;
    return Optional.of(new Line(number, trimmed(bytes.toByteArray()), length));
  }

  private byte[] trimmed(byte[] line) {
    var marked = number == 1 && startsWith(line, BYTE_ORDER_MARK);
    var from = marked ? BYTE_ORDER_MARK.length : 0;
    var to = line.length > from && line[line.length - 1] == '\r' ? line.length - 1 : line.length;
    return Arrays.copyOfRange(line, from, to);
  }

  private static boolean startsWith(byte[] line, byte[] prefix) {
    return line.length >= prefix.length
        && Arrays.equals(line, 0, prefix.length, prefix, 0, prefix.length);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /// One line.
  ///
  /// @param number counted from 1
  /// @param bytes without the line end
  /// @param length the line's full length; what is beyond the maximum is not kept
  record Line(long number, byte[] bytes, long length) {

    boolean isBlank() {
      for (var b : bytes) {
        if (b != ' ' && b != '\t' && b != '\r') {
          return false;
        }
      }
      return true;
    }

    byte[] content() throws MalformedLineException {
      if (length > MAX_LENGTH) {
        throw new MalformedLineException(
            "a line must not be longer than " + MAX_LENGTH + " bytes, was " + length);
      }
      return bytes;
    }

    String text() throws MalformedLineException {
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content())).toString();
      } catch (CharacterCodingException e) {
        throw new MalformedLineException("a line must be UTF-8");
      }
    }
  }
}
