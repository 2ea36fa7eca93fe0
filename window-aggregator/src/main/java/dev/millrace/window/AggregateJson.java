package dev.millrace.window;

import static java.util.Locale.ROOT;

import dev.millrace.common.Decoded;
import dev.millrace.common.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An aggregate as short JSON: `{"n":3,"sum":{"distance":525}}`.
final class AggregateJson {

  private static final String COUNT = "n";

  private AggregateJson() {}

  static String write(Aggregate aggregate) {
    var fields = new TreeMap<String, Object>();
    fields.put(COUNT, aggregate.count());
    for (var kind : Target.Kind.values()) {
      var totals = aggregate.of(kind);
      if (!totals.isEmpty()) {
        fields.put(name(kind), totals);
      }
    }
    return Json.write(fields);
  }

  static Decoded<Aggregate> read(@Nullable String json) {
    if (json == null) {
      return Decoded.malformed("no text");
    }
    return Json.object(json.getBytes(StandardCharsets.UTF_8)).flatMap(AggregateJson::aggregate);
  }

  private static Decoded<Aggregate> aggregate(Map<String, @Nullable Object> fields) {
    if (!(fields.get(COUNT) instanceof Long count)) {
      return Decoded.malformed("no count n");
    }
    var totals = new TreeMap<Target, BigDecimal>();
    for (var kind : Target.Kind.values()) {
      if (!(fields.getOrDefault(name(kind), Map.of()) instanceof Map<?, ?> values)) {
        return Decoded.malformed(name(kind) + " is no object");
      }
      for (var entry : values.entrySet()) {
        var value = Numbers.exact(entry.getValue());
        if (value == null) {
          return Decoded.malformed("%s %s is no number".formatted(name(kind), entry.getKey()));
        }
        totals.put(new Target(kind, String.valueOf(entry.getKey())), value);
      }
    }
    return Decoded.valid(new Aggregate(count, totals));
  }

  private static String name(Target.Kind kind) {
    return kind.name().toLowerCase(ROOT);
  }
}
