package dev.millrace.local.sns;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Subscribes a queue to a topic; twice is the same as once. It needs no confirmation.
final class Subscribe {

  private static final Pattern QUEUE =
      Pattern.compile("arn:aws[a-z-]*:sqs:[a-z0-9-]+:\\d+:[A-Za-z0-9_-]+(\\.fifo)?");

  private Subscribe() {}

  /// @param returnSubscriptionArn makes no difference, for nothing waits to be confirmed
  record Request(
      String topicArn,
      String protocol,
      @Nullable String endpoint,
      @Nullable Map<String, String> attributes,
      @Nullable Boolean returnSubscriptionArn) {}

  record Response(String subscriptionArn) {}

  static Step<Response> apply(SnsState state, Request request, Instant now) {
    if (!request.protocol().equals(Subscription.PROTOCOL)) {
      throw Refusal.parameter(
          "Protocol Reason: only sqs is supported here, was %s", request.protocol());
    }
    var endpoint = queue(request.endpoint());
    var topic = state.topic(request.topicArn());
    Map<String, String> attributes = request.attributes() == null ? Map.of() : request.attributes();
    var wanted =
        Subscription.of(topic.arn() + ":" + UUID.randomUUID(), topic.arn(), endpoint, attributes);
    var existing =
        state.subscriptionsTo(topic.arn()).stream()
            .filter(each -> each.endpoint().equals(endpoint))
            .findFirst();
    if (existing.isEmpty()) {
      return Step.of(state.with(wanted), new Response(wanted.arn()));
    }
    if (!existing.get().attributes().entrySet().containsAll(attributes.entrySet())) {
      throw Refusal.parameter(
          "Attributes Reason: Subscription already exists with different attributes");
    }
    return Step.of(state, new Response(existing.get().arn()));
  }

  private static String queue(@Nullable String endpoint) {
    if (endpoint == null || !QUEUE.matcher(endpoint).matches()) {
      throw Refusal.parameter("SQS endpoint ARN, was %s", endpoint);
    }
    if (endpoint.endsWith(".fifo")) {
      throw Refusal.parameter(
          "Endpoint Reason: FIFO queues are not supported here, was %s", endpoint);
    }
    return endpoint;
  }
}
