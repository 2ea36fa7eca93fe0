package dev.millrace.local.firehose.partition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/// The functions of jq for time that jackson-jq lacks: `gmtime`, `mktime`, `strftime`, `strptime`,
/// `todate`, `fromdate`. All time is UTC.
final class JqTime {

  private static final String ISO = "%Y-%m-%dT%H:%M:%SZ";

  private JqTime() {}

  private interface Converter {
    JsonNode convert(JsonNode in) throws JsonQueryException;
  }

  private interface FormatConverter {
    JsonNode convert(JsonNode in, String format) throws JsonQueryException;
  }

  static void addTo(Scope scope) {
    add(scope, "gmtime", JqTime::gmtime);
    add(scope, "mktime", in -> LongNode.valueOf(time(in).toEpochSecond()));
    add(scope, "todate", in -> strftime(in, ISO));
    add(scope, "todateiso8601", in -> strftime(in, ISO));
    add(scope, "fromdate", JqTime::fromDate);
    add(scope, "fromdateiso8601", JqTime::fromDate);
    add(scope, "strftime", JqTime::strftime);
    add(scope, "strptime", JqTime::strptime);
  }

  private static void add(Scope scope, String name, Converter converter) {
    scope.addFunction(
        name,
        0,
        (_, _, in, _, out, _) -> out.emit(checked(name, () -> converter.convert(in)), null));
  }

  private static void add(Scope scope, String name, FormatConverter converter) {
    scope.addFunction(
        name,
        1,
        (inner, arguments, in, _, out, _) ->
            arguments
                .getFirst()
                .apply(
                    inner,
                    in,
                    format -> {
                      if (!format.isTextual()) {
                        throw new JsonQueryException(name + "/1 requires a string format");
                      }
                      out.emit(checked(name, () -> converter.convert(in, format.asText())), null);
                    }));
  }

  private interface Call {
    JsonNode call() throws JsonQueryException;
  }

  private static JsonNode checked(String name, Call call) throws JsonQueryException {
    try {
      return call.call();
    } catch (DateTimeException | ArithmeticException e) {
      throw new JsonQueryException(name + ": " + e.getMessage());
    }
  }

  private static JsonNode strftime(JsonNode in, String format) throws JsonQueryException {
    return TextNode.valueOf(JqTimeFormat.of(format).format(time(in)));
  }

  private static JsonNode strptime(JsonNode in, String format) throws JsonQueryException {
    if (!in.isTextual()) {
      throw new JsonQueryException("strptime/1 requires string inputs, was " + in);
    }
    return brokenDown(parsed(in.asText(), format), 0);
  }

  private static JsonNode fromDate(JsonNode in) throws JsonQueryException {
    if (!in.isTextual()) {
      throw new JsonQueryException("strptime/1 requires string inputs, was " + in);
    }
    return LongNode.valueOf(parsed(in.asText(), ISO).toEpochSecond());
  }

  private static ZonedDateTime parsed(String text, String format) throws JsonQueryException {
    TemporalAccessor found = JqTimeFormat.of(format).parse(text);
    var date = found.query(TemporalQueries.localDate());
    var time = found.query(TemporalQueries.localTime());
    return LocalDateTime.of(
            date == null ? LocalDate.EPOCH : date, time == null ? LocalTime.MIDNIGHT : time)
        .atZone(ZoneOffset.UTC);
  }

  private static JsonNode gmtime(JsonNode in) throws JsonQueryException {
    if (!in.isNumber()) {
      throw new JsonQueryException("gmtime() requires a number, was " + in);
    }
    return brokenDown(time(in), in.asDouble() - Math.floor(in.asDouble()));
  }

  /// Seconds since 1970, or the array that `gmtime` makes.
  private static ZonedDateTime time(JsonNode in) throws JsonQueryException {
    if (in.isNumber()) {
      return LocalDateTime.ofEpochSecond((long) Math.floor(in.asDouble()), 0, ZoneOffset.UTC)
          .atZone(ZoneOffset.UTC);
    }
    if (!in.isArray() || in.size() < 6) {
      throw new JsonQueryException("requires a number or broken down time, was " + in);
    }
    return LocalDateTime.of(
            in.get(0).asInt(),
            in.get(1).asInt() + 1,
            in.get(2).asInt(),
            in.get(3).asInt(),
            in.get(4).asInt(),
            in.get(5).asInt())
        .atZone(ZoneOffset.UTC);
  }

  private static JsonNode brokenDown(ZonedDateTime time, double fraction) {
    var array = JsonNodeFactory.instance.arrayNode();
    array.add(time.getYear()).add(time.getMonthValue() - 1).add(time.getDayOfMonth());
    array.add(time.getHour()).add(time.getMinute());
    array.add(
        fraction == 0
            ? LongNode.valueOf(time.getSecond())
            : DoubleNode.valueOf(time.getSecond() + fraction));
    return array.add(time.getDayOfWeek().getValue() % 7).add(time.getDayOfYear() - 1);
  }
}
