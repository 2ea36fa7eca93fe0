package dev.millrace.local.sns;

import dev.millrace.local.gateway.AwsAction.NoResult;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Sets one attribute of a subscription.
final class SetSubscriptionAttributes {

  private SetSubscriptionAttributes() {}

  record Request(String subscriptionArn, String attributeName, @Nullable String attributeValue) {}

  static Step<NoResult> apply(SnsState state, Request request, Instant now) {
    var subscription = state.subscription(request.subscriptionArn());
    var value = Objects.requireNonNullElse(request.attributeValue(), "");
    return Step.of(state.with(subscription.with(request.attributeName(), value)), new NoResult());
  }
}
