package dev.millrace.local.kinesis;

import java.time.Instant;
import java.util.ArrayList;

/// Takes from the metrics that are kept for each shard.
final class DisableEnhancedMonitoring {

  private DisableEnhancedMonitoring() {}

  static Step<EnableEnhancedMonitoring.Response> apply(
      KinesisState state, EnableEnhancedMonitoring.Request request, Instant now) {
    var removed = EnableEnhancedMonitoring.named(request.shardLevelMetrics());
    var stream = state.stream(request.streamName(), request.streamARN(), now);
    var kept = new ArrayList<>(EnableEnhancedMonitoring.metrics(stream));
    kept.removeAll(removed);
    return EnableEnhancedMonitoring.change(state, stream, kept);
  }
}
