package dev.millrace.local.cloudwatch;

import dev.millrace.local.time.StackClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Metrics in lines that functions print, in CloudWatch's embedded metric format.
///
/// A line that is not in the format is passed over, with a warning if it looks like it. A function
/// takes its time from a clock that knows nothing of skipped time, so what was skipped is added; a
/// time that CloudWatch would not take is replaced by that of the line.
final class EmbeddedMetrics {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedMetrics.class);
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String MARK = "\"_aws\"";
  private static final int MOST_VALUES = 100;

  private final MetricStore store;
  private final StackClock clock;

  EmbeddedMetrics(MetricStore store, StackClock clock) {
    this.store = store;
    this.clock = clock;
  }

  /// A broken rule of the format.
  private static final class Broken extends RuntimeException {
    Broken(String rule) {
      super(rule);
    }
  }

  /// Takes the metrics of a line, if it has any. Quick for lines that have none.
  void line(String source, String line) {
    if (!line.contains(MARK)) {
      return;
    }
    try {
      var document = JSON.readTree(line);
      if (document.path("_aws").isObject()) {
        take(document);
      }
    } catch (JacksonException | Broken e) {
      log.atWarn()
          .addKeyValue("source", source)
          .addKeyValue("problem", e.getMessage())
          .log("a line with _aws is not in the embedded metric format, its metrics are lost");
    }
  }

  private void take(JsonNode document) {
    var time = time(document.path("_aws").path("Timestamp"));
    for (var directive : array(document.path("_aws"), "CloudWatchMetrics")) {
      var namespace = text(directive, "Namespace");
      for (var dimensions : dimensions(document, directive)) {
        for (var definition : array(directive, "Metrics")) {
          var name = text(definition, "Name");
          var values = values(document.path(name), name);
          var key = new MetricStore.Key(new Metric(namespace, name, dimensions), unit(definition));
          store.series(key).ifPresent(series -> values.forEach(value -> series.add(time, value)));
        }
      }
    }
  }

  private Instant time(JsonNode timestamp) {
    if (!timestamp.isIntegralNumber()) {
      throw new Broken("_aws.Timestamp must be a number of milliseconds, was " + timestamp);
    }
    var now = clock.instant();
    var time = Instant.ofEpochMilli(timestamp.longValue()).plus(clock.skipped());
    return time.isBefore(now.minus(PutMetricData.PAST))
            || time.isAfter(now.plus(PutMetricData.FUTURE))
        ? now
        : time;
  }

  /// The dimensions of each set; a metric without any if there is no set.
  private static List<List<Dimension>> dimensions(JsonNode document, JsonNode directive) {
    var sets = new ArrayList<List<Dimension>>();
    for (var set : array(directive, "Dimensions")) {
      if (!set.isArray() || set.size() > Metric.MOST_DIMENSIONS) {
        throw new Broken("an element of Dimensions must be a list of up to 30 names, was " + set);
      }
      sets.add(
          set.valueStream()
              .map(name -> new Dimension(name.asString(), text(document, name.asString())))
              .toList());
    }
    return sets.isEmpty() ? List.of(List.of()) : sets;
  }

  private static List<Double> values(JsonNode value, String name) {
    if (value.isMissingNode()) {
      return List.of();
    }
    var values = value.isArray() ? value.valueStream().toList() : List.of(value);
    if (values.size() > MOST_VALUES || values.stream().anyMatch(each -> !each.isNumber())) {
      throw new Broken(
          "%s must be a number or a list of up to %d numbers, was %s"
              .formatted(name, MOST_VALUES, value));
    }
    return values.stream().map(JsonNode::doubleValue).toList();
  }

  private static String unit(JsonNode definition) {
    return Optional.of(definition.path("Unit").asString(Units.NONE))
        .filter(Units::isUnit)
        .orElseThrow(
            () -> new Broken("Unit must be one of CloudWatch's, was " + definition.path("Unit")));
  }

  private static JsonNode array(JsonNode parent, String name) {
    var array = parent.path(name);
    if (!array.isArray()) {
      throw new Broken(name + " must be a list, was " + array);
    }
    return array;
  }

  private static String text(JsonNode parent, String name) {
    var text = parent.path(name);
    if (!text.isString() || text.stringValue().isEmpty()) {
      throw new Broken(name + " must be a text, was " + text);
    }
    return text.stringValue();
  }
}
