package dev.millrace.local.kinesis;

import dev.millrace.local.gateway.AwsAction.NoResult;
import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Deletes a stream with all its records. It is gone at once, without a DELETING state.
final class DeleteStream {

  private DeleteStream() {}

  /// @param enforceConsumerDeletion whether a stream goes that has registered consumers
  record Request(
      @Nullable String streamName,
      @Nullable String streamARN,
      @Nullable Boolean enforceConsumerDeletion) {}

  static Step<NoResult> apply(KinesisState state, Request request, Instant now) {
    var stream = state.stream(request.streamName(), request.streamARN(), now);
    int consumers = stream.consumers().size();
    if (consumers > 0 && !Boolean.TRUE.equals(request.enforceConsumerDeletion())) {
      throw new AwsException(
          AwsError.RESOURCE_IN_USE,
          ("Stream %s under account %s has %d registered consumers, and EnforceConsumerDeletion is"
                  + " not true.")
              .formatted(stream.name(), state.account(), consumers));
    }
    return new Step<>(state.without(stream), new NoResult(), stream.arn());
  }
}
