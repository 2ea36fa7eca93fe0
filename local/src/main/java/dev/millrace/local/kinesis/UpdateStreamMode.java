package dev.millrace.local.kinesis;

import dev.millrace.local.gateway.AwsAction.NoResult;
import java.time.Instant;

/// Changes who decides how many shards a stream has; the shards stay as they are.
///
/// Deviates from AWS: takes effect at once, and as often as one likes instead of twice a day.
final class UpdateStreamMode {

  private UpdateStreamMode() {}

  record Request(String streamARN, StreamMode.Details streamModeDetails) {}

  static Step<NoResult> apply(KinesisState state, Request request, Instant now) {
    var stream = state.stream(null, request.streamARN(), now);
    var settings = stream.settings().withMode(request.streamModeDetails().streamMode());
    return Step.of(state.with(stream.with(settings)), new NoResult());
  }
}
