package dev.millrace.local.firehose;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// When a buffer becomes a batch, whichever comes first.
///
/// @param bytes with delimiters, before compression
record Buffering(long bytes, Duration interval) {

  /// For what shall not wait.
  static final Buffering NONE = new Buffering(1, Duration.ZERO);

  private static final int MOST_SECONDS = 900;

  /// Checks `BufferingHints`.
  ///
  /// @param path of the structure they are in, for refusals
  /// @param least how many MiB a buffer must have
  /// @param most how many it may have
  /// @param usual how many it has if nothing is said
  static Buffering of(@Nullable BufferingHints hints, String path, int least, int most, int usual) {
    if (hints == null) {
      return new Buffering((long) usual << 20, Duration.ofMinutes(5));
    }
    var size = hints.sizeInMBs();
    var interval = hints.intervalInSeconds();
    if (size == null || interval == null) {
      throw Refusal.argument(
          "BufferingHints: SizeInMBs and IntervalInSeconds must be given both or neither,"
              + " were %s and %s",
          size, interval);
    }
    var place = path + ".bufferingHints.";
    long mebibytes = Refusal.within(size, place + "sizeInMBs", least, most);
    var seconds = Refusal.within(interval, place + "intervalInSeconds", 0, MOST_SECONDS);
    return new Buffering(mebibytes << 20, Duration.ofSeconds(seconds));
  }
}
