package dev.millrace.local.sns;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/// Tells what a topic is set to.
final class GetTopicAttributes {

  private GetTopicAttributes() {}

  record Request(String topicArn) {}

  record Response(Map<String, String> attributes) {}

  static Step<Response> apply(SnsState state, Request request, Instant now) {
    var topic = state.topic(request.topicArn());
    var attributes = new TreeMap<>(topic.attributes());
    attributes.putIfAbsent("DisplayName", "");
    attributes.putIfAbsent("Policy", ownerOnly(topic.arn(), state.account()));
    attributes.put("Owner", state.account());
    attributes.put(
        "SubscriptionsConfirmed", String.valueOf(state.subscriptionsTo(topic.arn()).size()));
    attributes.put("SubscriptionsDeleted", "0");
    attributes.put("SubscriptionsPending", "0");
    attributes.put("TopicArn", topic.arn());
    return Step.of(state, new Response(attributes));
  }

  private static String ownerOnly(String topic, String account) {
    return """
    {"Version":"2008-10-17","Id":"__default_policy_ID","Statement":[{\
    "Sid":"__default_statement_ID","Effect":"Allow","Principal":{"AWS":"*"},"Action":[\
    "SNS:GetTopicAttributes","SNS:SetTopicAttributes","SNS:AddPermission",\
    "SNS:RemovePermission","SNS:DeleteTopic","SNS:Subscribe",\
    "SNS:ListSubscriptionsByTopic","SNS:Publish"],"Resource":"%s",\
    "Condition":{"StringEquals":{"AWS:SourceOwner":"%s"}}}]}\
    """
        .formatted(topic, account);
  }
}
