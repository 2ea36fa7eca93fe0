package dev.millrace.local.kinesis;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Adds to the metrics that are kept for each shard.
///
/// Deviates from AWS: the choice is kept and shown, but there are no metrics.
final class EnableEnhancedMonitoring {

  private static final String ALL = "ALL";
  private static final List<String> METRICS =
      List.of(
          "IncomingBytes",
          "IncomingRecords",
          "OutgoingBytes",
          "OutgoingRecords",
          "WriteProvisionedThroughputExceeded",
          "ReadProvisionedThroughputExceeded",
          "IteratorAgeMilliseconds");

  private EnableEnhancedMonitoring() {}

  record Request(
      @Nullable String streamName, @Nullable String streamARN, List<String> shardLevelMetrics) {}

  record Response(
      String streamName,
      String streamARN,
      List<String> currentShardLevelMetrics,
      List<String> desiredShardLevelMetrics) {}

  static Step<Response> apply(KinesisState state, Request request, Instant now) {
    var added = named(request.shardLevelMetrics());
    var stream = state.stream(request.streamName(), request.streamARN(), now);
    var kept = new ArrayList<>(METRICS);
    kept.removeIf(metric -> !added.contains(metric) && !metrics(stream).contains(metric));
    return change(state, stream, kept);
  }

  /// The metrics a request names, `ALL` written out.
  static List<String> named(List<String> metrics) {
    if (metrics.isEmpty() || metrics.size() > METRICS.size()) {
      throw Refusal.constraint(
          metrics, "shardLevelMetrics", "Member must have length between 1 and " + METRICS.size());
    }
    for (var metric : metrics) {
      if (!metric.equals(ALL) && !METRICS.contains(metric)) {
        throw Refusal.constraint(
            metric,
            "shardLevelMetrics",
            "Member must satisfy enum value set: [ALL, %s]".formatted(String.join(", ", METRICS)));
      }
    }
    return metrics.contains(ALL) ? METRICS : metrics;
  }

  static List<String> metrics(DataStream stream) {
    return stream.settings().metrics();
  }

  static Step<Response> change(KinesisState state, DataStream stream, List<String> metrics) {
    return Step.of(
        state.with(stream.with(stream.settings().withMetrics(metrics))),
        new Response(stream.name(), stream.arn(), metrics(stream), metrics));
  }
}
