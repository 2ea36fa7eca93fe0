package dev.millrace.local.lambda;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Cuts what is printed into lines.
final class LineOutput extends OutputStream {

  private final Consumer<String> log;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  LineOutput(Consumer<String> log) {
    this.log = log;
  }

  @Override
  public synchronized void write(int next) {
    if (next == '\n') {
      endLine();
    } else {
      line.write(next);
    }
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      write(bytes[i]);
    }
  }

  /// Logs a line that was not ended.
  synchronized void finish() {
    if (line.size() > 0) {
      endLine();
    }
  }

  private void endLine() {
    var text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    log.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
  }
}
