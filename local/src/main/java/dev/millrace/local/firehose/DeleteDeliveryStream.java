package dev.millrace.local.firehose;

import dev.millrace.local.gateway.AwsAction.NoResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Deletes a delivery stream.
///
/// Deviates from AWS: it is gone at once instead of DELETING for some seconds. What it had taken is
/// still delivered, without waiting for its buffer to fill.
final class DeleteDeliveryStream {

  private DeleteDeliveryStream() {}

  /// @param allowForceDelete makes no difference: there are no grants that could fail
  record Request(String deliveryStreamName, @Nullable Boolean allowForceDelete) {}

  static Step<NoResult> apply(FirehoseState state, Request request, Instant now) {
    return new Step<>(
        state.minus(state.stream(request.deliveryStreamName()).name()), new NoResult());
  }
}
