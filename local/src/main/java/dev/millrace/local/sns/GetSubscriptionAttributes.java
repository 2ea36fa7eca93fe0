package dev.millrace.local.sns;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/// Tells what a subscription is set to.
final class GetSubscriptionAttributes {

  private GetSubscriptionAttributes() {}

  record Request(String subscriptionArn) {}

  record Response(Map<String, String> attributes) {}

  static Step<Response> apply(SnsState state, Request request, Instant now) {
    var subscription = state.subscription(request.subscriptionArn());
    var attributes = new TreeMap<>(subscription.attributes());
    attributes.putIfAbsent("RawMessageDelivery", "false");
    if (subscription.filter() != null) {
      attributes.putIfAbsent("FilterPolicyScope", FilterPolicy.ATTRIBUTES);
    }
    attributes.put("ConfirmationWasAuthenticated", "true");
    attributes.put("Endpoint", subscription.endpoint());
    attributes.put("Owner", state.account());
    attributes.put("PendingConfirmation", "false");
    attributes.put("Protocol", Subscription.PROTOCOL);
    attributes.put("SubscriptionArn", subscription.arn());
    attributes.put("TopicArn", subscription.topicArn());
    return Step.of(state, new Response(attributes));
  }
}
