package dev.millrace.local.cloudwatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The values of one metric in one unit, by the minute. Thread-safe.
final class Series {

  static final long SECONDS = 60;

  /// How many minutes that have values are kept.
  static final int MOST_MINUTES = 1_440;

  private final TreeMap<Long, Sample> minutes = new TreeMap<>();
  private long latest = Long.MIN_VALUE;
  private @Nullable Sample latestSample;

  /// The values from a time on.
  record Span(Instant from, Sample sample) {}

  void add(Instant time, double value) {
    add(time, sample -> sample.add(value, 1));
  }

  synchronized void add(Instant time, Consumer<Sample> change) {
    change.accept(minute(Math.floorDiv(time.getEpochSecond(), SECONDS)));
  }

  /// What there is from a time on and before another, added up over spans of one length that begin
  /// at the former. Spans without values are left out.
  synchronized List<Span> spans(Instant start, Instant end, long period) {
    var spans = new ArrayList<Span>();
    var first = start.getEpochSecond();
    for (var entry :
        minutes.subMap(minuteFrom(first), minuteFrom(end.getEpochSecond())).entrySet()) {
      var offset = entry.getKey() * SECONDS - first;
      var from = start.plusSeconds(offset - offset % period);
      if (spans.isEmpty() || !spans.getLast().from().equals(from)) {
        spans.add(new Span(from, new Sample()));
      }
      spans.getLast().sample().add(entry.getValue());
    }
    return spans;
  }

  synchronized boolean hasValuesSince(Instant time) {
    return minutes.ceilingKey(minuteFrom(time.getEpochSecond())) != null;
  }

  /// The first minute that does not begin before a time.
  private static long minuteFrom(long second) {
    return Math.ceilDiv(second, SECONDS);
  }

  private Sample minute(long minute) {
    var sample = latestSample;
    if (minute == latest && sample != null) {
      return sample;
    }
    sample = minutes.computeIfAbsent(minute, _ -> new Sample());
    if (minutes.size() > MOST_MINUTES) {
      minutes.pollFirstEntry();
    }
    latest = minute;
    latestSample = sample;
    return sample;
  }
}
