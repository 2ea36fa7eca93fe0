package dev.millrace.local.lambda;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// What a function's process prints, cut into log entries.
///
/// Ordinary output is cut at line breaks. The runtime interface client frames what goes through
/// Lambda's logger, as on AWS: 4 bytes of type that begin with `A5 5A 00`, 4 bytes of length, 8
/// bytes of time, the message.
///
/// Reading only takes what is already there, so that whoever [drains][#drain()] after the function
/// answered knows that everything printed before is in the log.
final class ProcessOutput {

  private static final int HEADER = 16;
  private static final int[] MAGIC = {0xA5, 0x5A, 0x00};

  private final InputStream in;
  private final Consumer<String> log;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final byte[] buffer = new byte[8192];
  private final ByteArrayOutputStream frame = new ByteArrayOutputStream();

  /// Bytes the current frame still lacks, or 0 outside frames.
  private int missing;

  ProcessOutput(InputStream in, Consumer<String> log) {
    this.in = in;
    this.log = log;
  }

  /// Logs what is there.
  ///
  /// @return whether there was anything
  synchronized boolean drain() throws IOException {
    boolean any = false;
    for (int ready = in.available(); ready > 0; ready = in.available()) {
      int count = in.read(buffer, 0, Math.min(ready, buffer.length));
      for (int i = 0; i < count; i++) {
        accept(buffer[i]);
      }
      any = true;
    }
    return any;
  }

  /// Logs what is there, and the line that was not ended.
  synchronized void finish() throws IOException {
    drain();
    if (line.size() > 0) {
      endLine();
    }
  }

  private void accept(byte next) {
    if (missing > 0) {
      acceptFramed(next);
    } else if (next == '\n') {
      endLine();
    } else {
      line.write(next);
      if ((next & 0xFF) == MAGIC[2] && endsWithMagic()) {
        beginFrame();
      }
    }
  }

  private boolean endsWithMagic() {
    var bytes = line.toByteArray();
    int start = bytes.length - MAGIC.length;
    return start >= 0 && (bytes[start] & 0xFF) == MAGIC[0] && (bytes[start + 1] & 0xFF) == MAGIC[1];
  }

  private void beginFrame() {
    var bytes = line.toByteArray();
    line.reset();
    line.write(bytes, 0, bytes.length - MAGIC.length);
    frame.reset();
    frame.write(bytes, bytes.length - MAGIC.length, MAGIC.length);
    missing = HEADER - MAGIC.length;
  }

  private void acceptFramed(byte next) {
    frame.write(next);
    missing--;
    if (missing > 0) {
      return;
    }
    if (frame.size() == HEADER) {
      missing = ByteBuffer.wrap(frame.toByteArray()).getInt(4);
      if (missing > 0) {
        return;
      }
    }
    missing = 0;
    if (line.size() > 0) {
      endLine();
    }
    var bytes = frame.toByteArray();
    log.accept(
        new String(bytes, HEADER, bytes.length - HEADER, StandardCharsets.UTF_8).stripTrailing());
  }

  private void endLine() {
    var text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    log.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
  }
}
