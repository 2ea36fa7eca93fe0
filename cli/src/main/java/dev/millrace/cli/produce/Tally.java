package dev.millrace.cli.produce;

import java.time.Duration;
import java.util.Locale;

/// What was sent.
///
/// @param sent records that were taken
/// @param puts how many records of a stream these are
/// @param retried how often a record was refused and sent again
/// @param waiting records that were not taken, or not yet
public record Tally(Duration time, long sent, long puts, long retried, long waiting) {

  /// For a line that is drawn again and again.
  public String progress() {
    return words("");
  }

  /// For the end.
  ///
  /// @param packed whether records were packed
  public String summary(boolean packed) {
    var as = packed ? String.format(Locale.ROOT, " as %,d stream records", puts) : "";
    return words(as) + String.format(Locale.ROOT, ", %,d lost", waiting);
  }

  private String words(String as) {
    var seconds = time.toNanos() / 1e9;
    return String.format(
        Locale.ROOT,
        "sent %,d%s in %.1f s (%,.1f/s), %,d throttled and sent again",
        sent,
        as,
        seconds,
        seconds > 0 ? sent / seconds : 0,
        retried);
  }
}
