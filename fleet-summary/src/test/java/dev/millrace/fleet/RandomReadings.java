package dev.millrace.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/// Readings, and what they come to by a plain loop over strings.
final class RandomReadings {

  /// One reading as its unicorn sends it.
  record Sent(String name, Instant time, BigDecimal distance, long magic, long health) {

    byte[] json() {
      return """
      {"Name":"%s","StatusTime":"%s","Latitude":42.26,"Longitude":-71.97,"Distance":%s,\
      "MagicPoints":%d,"HealthPoints":%d}\
      """
          .formatted(name, StatusTime.format(time.toEpochMilli()), distance, magic, health)
          .getBytes(UTF_8);
    }
  }

  private RandomReadings() {}

  /// Each second of a span one reading of each name, in order.
  static List<Sent> of(List<String> names, Instant from, int seconds, Random random) {
    var sent = new ArrayList<Sent>();
    for (var second = 0; second < seconds; second++) {
      for (var name : names) {
        sent.add(
            new Sent(
                name,
                from.plusSeconds(second),
                BigDecimal.valueOf(random.nextInt(100_000), 2),
                random.nextInt(200) - 50,
                random.nextInt(300)));
      }
    }
    return sent;
  }

  static List<String> summaries(List<Sent> readings) {
    var minutes = new TreeMap<String, List<Sent>>();
    for (var each : readings) {
      var minute = each.time().toString().substring(0, 16);
      minutes.computeIfAbsent(minute + "|" + each.name(), none -> new ArrayList<>()).add(each);
    }
    var summaries = new ArrayList<String>();
    minutes.forEach((key, minute) -> summaries.add(summary(key.substring(0, 16), minute)));
    return summaries;
  }

  private static String summary(String minute, List<Sent> readings) {
    return """
    {"Name":"%s","StatusTime":"%s:00.000","Distance":%s,"MinMagicPoints":%d,"MaxMagicPoints":%d,\
    "MinHealthPoints":%d,"MaxHealthPoints":%d}\
    """
        .formatted(
            readings.get(0).name(),
            minute.replace('T', ' '),
            readings.stream().map(Sent::distance).reduce(BigDecimal.ZERO, BigDecimal::add),
            readings.stream().mapToLong(Sent::magic).min().orElseThrow(),
            readings.stream().mapToLong(Sent::magic).max().orElseThrow(),
            readings.stream().mapToLong(Sent::health).min().orElseThrow(),
            readings.stream().mapToLong(Sent::health).max().orElseThrow());
  }
}
