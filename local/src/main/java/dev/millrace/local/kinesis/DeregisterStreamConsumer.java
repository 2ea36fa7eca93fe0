package dev.millrace.local.kinesis;

import dev.millrace.local.gateway.AwsAction.NoResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Removes a consumer from its stream. It is gone at once, and its subscriptions end.
final class DeregisterStreamConsumer {

  private DeregisterStreamConsumer() {}

  record Request(
      @Nullable String streamARN, @Nullable String consumerName, @Nullable String consumerARN) {}

  static Step<NoResult> apply(KinesisState state, Request request, Instant now) {
    var found =
        Registration.find(
            state, request.consumerARN(), request.streamARN(), request.consumerName(), now);
    var stream = found.stream();
    return new Step<>(state.with(stream.without(found.consumer())), new NoResult(), stream.arn());
  }
}
