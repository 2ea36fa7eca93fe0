package dev.millrace.common;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The one log line of a batch, which is its metrics too: a CloudWatch document in embedded metric
/// format.
///
/// Made when the batch begins, filled while it runs, written once when it ends.
public final class BatchLog {

  /// What is counted. The constants' names, in lower case, are the fields' names.
  private enum Count {
    RECORDS,
    WRITTEN,
    FAILED,
    POISON,
    SKIPPED,
    RETRIES,
    QUARANTINED;

    String field() {
      return switch (this) {
        case RECORDS -> "records";
        case WRITTEN -> "written";
        case FAILED -> "failed";
        case POISON -> "poison";
        case SKIPPED -> "skipped";
        case RETRIES -> "retries";
        case QUARANTINED -> "quarantined";
      };
    }
  }

  private static final String NAMESPACE = "Millrace";

  private final String function;
  private final InstantSource clock;
  private final Instant start;
  private final Map<Count, Long> counts = new EnumMap<>(Count.class);
  private final Map<String, Long> reasons = new TreeMap<>();
  private @Nullable Double writeUnits;
  private @Nullable Instant lastArrival;
  private @Nullable String firstSequenceNumber;
  private @Nullable String error;

  public BatchLog(String function, InstantSource clock) {
    this.function = function;
    this.clock = clock;
    this.start = clock.instant();
  }

  /// Counts what the batch holds. Inside an aggregate each user record counts.
  public BatchLog records(long count) {
    return add(Count.RECORDS, count);
  }

  /// Counts records whose effect is stored.
  public BatchLog written(long count) {
    return add(Count.WRITTEN, count);
  }

  /// Counts records that were not done and will be delivered again.
  public BatchLog failed(long count) {
    return add(Count.FAILED, count);
  }

  /// Counts one record that can never be processed.
  public BatchLog poison(String reason) {
    return add(Count.POISON, 1).because(reason);
  }

  /// Counts one record that is left out on purpose.
  public BatchLog skipped(String reason) {
    return add(Count.SKIPPED, 1).because(reason);
  }

  /// Counts calls that had to be made again.
  public BatchLog retries(long count) {
    return add(Count.RETRIES, count);
  }

  /// Notes what the batch's writes to DynamoDB have used up, for a function that knows.
  public BatchLog writeUnits(double units) {
    writeUnits = units;
    return this;
  }

  /// Counts poison records that are kept elsewhere and do not come again.
  public BatchLog quarantined(long count) {
    return add(Count.QUARANTINED, count);
  }

  /// Notes a record's sequence number, if it is the first, and its arrival.
  public BatchLog seen(String sequenceNumber, @Nullable Instant arrival) {
    if (firstSequenceNumber == null) {
      firstSequenceNumber = sequenceNumber;
    }
    if (arrival != null) {
      lastArrival = arrival;
    }
    return this;
  }

  /// Notes why the batch stopped.
  public BatchLog error(Throwable cause) {
    error = Snippet.chain(cause);
    return this;
  }

  /// Notes how the batch ended.
  public BatchLog outcome(BatchOutcome outcome) {
    return switch (outcome) {
      case BatchOutcome.Complete() -> this;
      case BatchOutcome.StoppedAt(_, var cause) -> error(cause);
    };
  }

  public void write(LambdaLogger logger) {
    LogLines.write(logger, fields());
  }

  private Map<String, @Nullable Object> fields() {
    var end = clock.instant();
    var metrics = new LinkedHashMap<String, Long>();
    for (var count : Count.values()) {
      metrics.put(count.field(), counts.getOrDefault(count, 0L));
    }
    if (lastArrival != null) {
      metrics.put("iteratorAgeMs", Math.max(0, Duration.between(lastArrival, end).toMillis()));
    }
    metrics.put("latencyMs", Duration.between(start, end).toMillis());
    if (writeUnits != null) {
      metrics.put("writeUnits", Math.round(writeUnits));
    }

    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("_aws", directive(end, metrics));
    fields.put("event", "batch");
    fields.put("function", function);
    fields.putAll(metrics);
    fields.put("firstSequenceNumber", firstSequenceNumber);
    if (!reasons.isEmpty()) {
      fields.put("reasons", reasons);
    }
    if (error != null) {
      fields.put("error", error);
    }
    return fields;
  }

  private static Map<String, Object> directive(Instant end, Map<String, Long> metrics) {
    var definitions = new ArrayList<Map<String, Object>>();
    for (var name : metrics.keySet()) {
      definitions.add(ordered("Name", name, "Unit", unit(name)));
    }
    var metricSet = new LinkedHashMap<String, Object>();
    metricSet.put("Namespace", NAMESPACE);
    metricSet.put("Dimensions", List.of(List.of("function")));
    metricSet.put("Metrics", definitions);
    return ordered("Timestamp", end.toEpochMilli(), "CloudWatchMetrics", List.of(metricSet));
  }

  private static String unit(String metric) {
    return metric.endsWith("Ms") ? "Milliseconds" : "Count";
  }

  /// A map that is always written in this order, so that equal batches log equal lines.
  private static Map<String, Object> ordered(String k1, Object v1, String k2, Object v2) {
    var map = new LinkedHashMap<String, Object>();
    map.put(k1, v1);
    map.put(k2, v2);
    return map;
  }

  private BatchLog add(Count count, long by) {
    counts.merge(count, by, Long::sum);
    return this;
  }

  private BatchLog because(String reason) {
    reasons.merge(reason, 1L, Long::sum);
    return this;
  }
}
