package dev.millrace.local.kinesis;

import dev.millrace.local.gateway.AwsAction.NoResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Keeps a stream's records for longer.
final class IncreaseStreamRetentionPeriod {

  private IncreaseStreamRetentionPeriod() {}

  record Request(
      @Nullable String streamName, @Nullable String streamARN, Integer retentionPeriodHours) {}

  static Step<NoResult> apply(KinesisState state, Request request, Instant now) {
    int hours = request.retentionPeriodHours();
    var stream = state.stream(request.streamName(), request.streamARN(), now);
    Refusal.retention(hours);
    if (hours < stream.retentionHours()) {
      throw Refusal.argument(
          "Requested retention period (%d hours) for stream %s can not be shorter than the existing retention period of %d hours; use DecreaseStreamRetentionPeriod",
          hours, stream.name(), stream.retentionHours());
    }
    return Step.of(state.with(stream.withRetention(hours).at(now)), new NoResult());
  }
}
