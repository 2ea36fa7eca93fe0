package dev.millrace.local.mapping;

import java.time.Duration;
import java.time.Instant;

/// A half-open span of arrival time, `[start, end)`, aligned to the epoch.
///
/// Windows of one size tile the time line: every instant lies in exactly one of them.
record Window(Instant start, Instant end) {

  static Window containing(Instant instant, Duration size) {
    // floorMod, not %, so that instants before 1970 fall in the right window
    var seconds = instant.getEpochSecond();
    var start = Instant.ofEpochSecond(seconds - Math.floorMod(seconds, size.toSeconds()));
    return new Window(start, start.plus(size));
  }

  Duration length() {
    return Duration.between(start, end);
  }

  boolean isAfter(Window other) {
    return start.isAfter(other.start);
  }
}
