package dev.millrace.cli.produce;

import dev.millrace.common.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

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

  /// The same as one JSON object.
  ///
  /// @param packed whether records were packed
  public String json(boolean packed) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("sent", sent);
    if (packed) {
      fields.put("streamRecords", puts);
    }
    fields.put("seconds", seconds());
    fields.put("throttled", retried);
    fields.put("lost", waiting);
    return Json.write(fields);
  }

  private double seconds() {
    return time.toMillis() / 1e3;
  }

  private String words(String as) {
    var seconds = seconds();
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
