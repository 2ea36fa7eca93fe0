package dev.millrace.cli.dashboard.handlers;

import java.util.List;
import java.util.Map;

/// Counts the records of a tumbling window; fails at poison.
public final class CountingHandler {

  /// Takes an event of a Kinesis stream.
  public Map<String, Object> handle(Map<String, Object> event) {
    var records = event.get("Records") instanceof List<?> list ? list.size() : 0;
    System.out.println("got " + records);
    if (String.valueOf(event).contains("poison-key")) {
      throw new IllegalStateException("poison");
    }
    var before = event.get("state") instanceof Map<?, ?> state ? state.get("seen") : null;
    var seen = before == null ? 0 : Integer.parseInt(before.toString());
    return Map.of("state", Map.of("seen", String.valueOf(seen + records)));
  }
}
