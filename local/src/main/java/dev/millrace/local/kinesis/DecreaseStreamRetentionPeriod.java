package dev.millrace.local.kinesis;

import dev.millrace.local.gateway.AwsAction.NoResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Keeps a stream's records for a shorter time; those that are too old go at once.
final class DecreaseStreamRetentionPeriod {

  private DecreaseStreamRetentionPeriod() {}

  record Request(
      @Nullable String streamName, @Nullable String streamARN, Integer retentionPeriodHours) {}

  static Step<NoResult> apply(KinesisState state, Request request, Instant now) {
    int hours = request.retentionPeriodHours();
    var stream = state.stream(request.streamName(), request.streamARN(), now);
    Refusal.retention(hours);
    if (hours > stream.retentionHours()) {
      throw Refusal.argument(
          "Requested retention period (%d hours) for stream %s can not be longer than the existing retention period of %d hours; use IncreaseStreamRetentionPeriod",
          hours, stream.name(), stream.retentionHours());
    }
    return Step.of(state.with(stream.withRetention(hours).at(now)), new NoResult());
  }
}
