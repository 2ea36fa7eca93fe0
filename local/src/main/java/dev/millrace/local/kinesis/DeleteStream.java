package dev.millrace.local.kinesis;

import dev.millrace.local.gateway.AwsAction.NoResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Deletes a stream with all its records. It is gone at once, without a DELETING state.
final class DeleteStream {

  private DeleteStream() {}

  /// @param enforceConsumerDeletion makes no difference: there are no registered consumers
  record Request(
      @Nullable String streamName,
      @Nullable String streamARN,
      @Nullable Boolean enforceConsumerDeletion) {}

  static Step<NoResult> apply(KinesisState state, Request request, Instant now) {
    var stream = state.stream(request.streamName(), request.streamARN(), now);
    return Step.of(state.without(stream), new NoResult());
  }
}
