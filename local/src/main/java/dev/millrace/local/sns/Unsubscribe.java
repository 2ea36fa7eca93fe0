package dev.millrace.local.sns;

import dev.millrace.local.gateway.AwsAction.NoResult;
import java.time.Instant;

/// Deletes a subscription. What was published before is still delivered.
final class Unsubscribe {

  private Unsubscribe() {}

  record Request(String subscriptionArn) {}

  static Step<NoResult> apply(SnsState state, Request request, Instant now) {
    return Step.of(state.withoutSubscription(request.subscriptionArn()), new NoResult());
  }
}
