package dev.millrace.cli.live;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// A line on a terminal that is written again in its place every second; nothing elsewhere.
public final class StatusLine {

  private static final long EVERY = Duration.ofSeconds(1).toNanos();
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintWriter out;
  private final boolean ansi;
  private final LongSupplier nanos;
  private long shown;
  private boolean isShown;

  /// @param ansi whether `out` is a terminal that understands cursor movements
  /// @param nanos a time that never goes back
  public StatusLine(PrintWriter out, boolean ansi, LongSupplier nanos) {
    this.out = out;
    this.ansi = ansi;
    this.nanos = nanos;
    this.shown = nanos.getAsLong();
  }

  /// Shows the line of now, if that of before has been there for a while.
  public void show(Supplier<String> line) {
    if (ansi && nanos.getAsLong() - shown >= EVERY) {
      shown = nanos.getAsLong();
      isShown = true;
      out.print(CLEAR_LINE + line.get());
      out.flush();
    }
  }

  /// Makes room for something else.
  public void clear() {
    if (isShown) {
      isShown = false;
      out.print(CLEAR_LINE);
      out.flush();
    }
  }
}
