package dev.millrace.local.sns;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A queue's subscription to a topic.
///
/// @param endpoint the queue's ARN
/// @param attributes what was set
/// @param filter decides what is delivered; null for everything
record Subscription(
    String arn,
    String topicArn,
    String endpoint,
    Map<String, String> attributes,
    @Nullable FilterPolicy filter) {

  static final String PROTOCOL = "sqs";

  private static final String RAW = "RawMessageDelivery";
  private static final String POLICY = "FilterPolicy";
  private static final String SCOPE = "FilterPolicyScope";

  /// @throws dev.millrace.local.gateway.AwsException naming an attribute that cannot be so
  static Subscription of(
      String arn, String topicArn, String endpoint, Map<String, String> attributes) {
    attributes.forEach(Subscription::check);
    var policy = attributes.getOrDefault(POLICY, "");
    var scope = attributes.getOrDefault(SCOPE, FilterPolicy.ATTRIBUTES);
    return new Subscription(
        arn,
        topicArn,
        endpoint,
        Map.copyOf(attributes),
        policy.isEmpty() || policy.equals("{}") ? null : FilterPolicy.of(policy, scope));
  }

  /// @param value empty to take a filter policy away
  Subscription with(String attribute, String value) {
    var changed = new HashMap<>(attributes);
    if (attribute.equals(POLICY) && (value.isEmpty() || value.equals("{}"))) {
      changed.remove(POLICY);
    } else {
      changed.put(attribute, value);
    }
    return of(arn, topicArn, endpoint, changed);
  }

  /// Whether queues get the message alone, without SNS's envelope.
  boolean isRaw() {
    return attributes.getOrDefault(RAW, "false").equals("true");
  }

  boolean wants(Message message) {
    return filter == null || filter.passes(message);
  }

  private static void check(String name, String value) {
    switch (name) {
      case RAW -> {
        if (!value.equals("true") && !value.equals("false")) {
          throw Refusal.parameter(
              "Attributes Reason: RawMessageDelivery must be true or false, was %s", value);
        }
      }
      case SCOPE -> {
        if (!value.equals(FilterPolicy.ATTRIBUTES) && !value.equals(FilterPolicy.BODY)) {
          throw Refusal.parameter(
              "Attributes Reason: FilterPolicyScope must be %s or %s, was %s",
              FilterPolicy.ATTRIBUTES, FilterPolicy.BODY, value);
        }
      }
      case POLICY -> {}
      default ->
          throw Refusal.parameter(
              "AttributeName Reason: %s is not one of FilterPolicy, FilterPolicyScope,"
                  + " RawMessageDelivery; others are not supported here",
              name);
    }
  }
}
