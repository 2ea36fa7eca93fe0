package dev.millrace.fleet;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;

/// What is said of one unicorn's minute.
///
/// @param start when the minute began, in milliseconds since 1970
public record Summary(String name, long start, Totals totals) {

  byte[] json() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("Name", name);
    fields.put("StatusTime", StatusTime.format(start));
    fields.put("Distance", totals.distance());
    fields.put("MinMagicPoints", totals.minMagicPoints());
    fields.put("MaxMagicPoints", totals.maxMagicPoints());
    fields.put("MinHealthPoints", totals.minHealthPoints());
    fields.put("MaxHealthPoints", totals.maxHealthPoints());
    try {
      return JSON.std.asString(fields).getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("strings and numbers can be written", e);
    }
  }
}
