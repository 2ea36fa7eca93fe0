package dev.millrace.cli.stats;

import dev.millrace.cli.check.TextTable;
import dev.millrace.common.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a stack has done, as tables or as JSON.
public final class StatsText {

  private static final String NONE = "-";

  private StatsText() {}

  /// A table for each kind that there is anything of.
  public static List<String> lines(Stats stats) {
    var lines = new ArrayList<String>();
    add(
        lines,
        List.of("stream", "shards", "records in", "bytes in", "read", "bytes read", "throttled"),
        stats.streams(),
        stream ->
            List.of(
                stream.name(),
                count(stream.openShards()),
                count(stream.recordsIn()),
                count(stream.bytesIn()),
                count(stream.recordsOut()),
                count(stream.bytesOut()),
                count(stream.writesThrottled())));
    add(
        lines,
        List.of("function", "invocations", "errors", "average ms", "iterator age ms"),
        stats.functions(),
        function ->
            List.of(
                function.name(),
                count(function.invocations()),
                count(function.errors()),
                number(function.duration(), "%,.1f"),
                number(function.iteratorAge(), "%,.0f")));
    add(
        lines,
        List.of("mapping of", "source", "state", "last result"),
        stats.mappings(),
        mapping ->
            List.of(
                mapping.function(),
                mapping.source(),
                mapping.state(),
                mapping.lastResult().isEmpty() ? NONE : mapping.lastResult()));
    add(
        lines,
        List.of("delivery stream", "state", "records in"),
        stats.deliveries(),
        delivery ->
            List.of(
                delivery.name(),
                delivery.state(),
                delivery.recordsIn().isPresent() ? count(delivery.recordsIn().getAsLong()) : NONE));
    lines.add(
        lines.isEmpty()
            ? "nothing is there"
            : "counts are of the last " + minutes(stats.last().toMinutes()));
    return lines;
  }

  private static <T> void add(
      List<String> lines, List<String> heading, List<T> parts, Function<T, List<String>> row) {
    if (parts.isEmpty()) {
      return;
    }
    var rows = new ArrayList<List<String>>();
    rows.add(heading);
    parts.forEach(part -> rows.add(row.apply(part)));
    lines.addAll(new TextTable(rows).lines());
    lines.add("");
  }

  private static String minutes(long minutes) {
    return minutes == 1 ? "minute" : minutes + " minutes";
  }

  private static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String number(OptionalDouble value, String format) {
    return value.isPresent() ? String.format(Locale.ROOT, format, value.getAsDouble()) : NONE;
  }

  /// One JSON object.
  public static String json(Stats stats) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("minutes", stats.last().toMinutes());
    fields.put("streams", stats.streams().stream().map(StatsText::fields).toList());
    fields.put("functions", stats.functions().stream().map(StatsText::fields).toList());
    fields.put("mappings", stats.mappings().stream().map(StatsText::fields).toList());
    fields.put("deliveryStreams", stats.deliveries().stream().map(StatsText::fields).toList());
    return Json.write(fields);
  }

  private static Map<String, @Nullable Object> fields(Stats.Stream stream) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("name", stream.name());
    fields.put("openShards", stream.openShards());
    fields.put("recordsIn", stream.recordsIn());
    fields.put("bytesIn", stream.bytesIn());
    fields.put("recordsRead", stream.recordsOut());
    fields.put("bytesRead", stream.bytesOut());
    fields.put("writesThrottled", stream.writesThrottled());
    return fields;
  }

  private static Map<String, @Nullable Object> fields(Stats.Function function) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("name", function.name());
    fields.put("invocations", function.invocations());
    fields.put("errors", function.errors());
    fields.put("averageMillis", nullable(function.duration()));
    fields.put("iteratorAgeMillis", nullable(function.iteratorAge()));
    return fields;
  }

  private static @Nullable Double nullable(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  private static Map<String, @Nullable Object> fields(Stats.Mapping mapping) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("function", mapping.function());
    fields.put("source", mapping.source());
    fields.put("state", mapping.state());
    fields.put("lastResult", mapping.lastResult());
    return fields;
  }

  private static Map<String, @Nullable Object> fields(Stats.Delivery delivery) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("name", delivery.name());
    fields.put("state", delivery.state());
    var in = delivery.recordsIn();
    fields.put("recordsIn", in.isPresent() ? in.getAsLong() : null);
    return fields;
  }
}
