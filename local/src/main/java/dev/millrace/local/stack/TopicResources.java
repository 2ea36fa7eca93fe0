package dev.millrace.local.stack;

import dev.millrace.local.stack.Resolver.Physical;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.SnsException;
import tools.jackson.databind.json.JsonMapper;

/// `AWS::SNS::Topic`, `AWS::SNS::Subscription` and `AWS::SNS::TopicPolicy`.
final class TopicResources {

  private TopicResources() {}

  static Physical topic(String logicalId, Properties properties, ResourceType.Context context) {
    var sns = context.deployment().sns();
    var name = properties.text("TopicName").orElse(context.generatedName(logicalId));
    var attributes = new HashMap<String, String>();
    properties.text("DisplayName").ifPresent(text -> attributes.put("DisplayName", text));
    if (properties.flag("FifoTopic", false)) {
      throw properties.wrong("FifoTopic", "false, FIFO topics are not supported here", true);
    }
    var subscriptions = properties.objects("Subscription");
    properties.withoutLocalEffect("KmsMasterKeyId", "Tags").refuseOthers();

    var arn = asked(properties, () -> sns.createTopic(create -> create.name(name)).topicArn());
    attributes.forEach((attribute, value) ->
        asked(
            properties,
            () ->
                sns.setTopicAttributes(
                    set -> set.topicArn(arn).attributeName(attribute).attributeValue(value))));
    for (var subscription : subscriptions) {
      subscribe(sns, arn, subscription, Map.of());
      subscription.refuseOthers();
    }
    return new Physical(arn, Map.of("TopicArn", arn, "TopicName", name));
  }

  static Physical subscription(
      String logicalId, Properties properties, ResourceType.Context context) {
    var attributes = new HashMap<String, String>();
    properties
        .raw("FilterPolicy")
        .ifPresent(policy ->
            attributes.put(
                "FilterPolicy",
                policy instanceof String text
                    ? text
                    : JsonMapper.shared().writeValueAsString(policy)));
    properties
        .text("FilterPolicyScope")
        .ifPresent(scope -> attributes.put("FilterPolicyScope", scope));
    properties
        .text("RawMessageDelivery")
        .ifPresent(raw -> attributes.put("RawMessageDelivery", raw));
    var topic = properties.requiredText("TopicArn");
    var arn = subscribe(context.deployment().sns(), topic, properties, attributes);
    properties.refuseOthers();
    return new Physical(arn, Map.of("Arn", arn));
  }

  /// A policy is kept with its topics, and has no effect: nothing is authorised on one machine.
  static Physical policy(String logicalId, Properties properties, ResourceType.Context context) {
    var sns = context.deployment().sns();
    var document = JsonMapper.shared().writeValueAsString(properties.map("PolicyDocument"));
    for (var topic : properties.texts("Topics")) {
      asked(
          properties,
          () ->
              sns.setTopicAttributes(
                  set -> set.topicArn(topic).attributeName("Policy").attributeValue(document)));
    }
    properties.refuseOthers();
    var name = context.generatedName(logicalId);
    return new Physical(name, Map.of("Id", name));
  }

  /// Subscribes, or sets a subscription that is there already.
  private static String subscribe(
      SnsClient sns, String topic, Properties properties, Map<String, String> attributes) {
    var protocol = properties.requiredText("Protocol");
    var endpoint = properties.requiredText("Endpoint");
    return asked(
        properties,
        () -> {
          var arn =
              sns.subscribe(subscribe ->
                      subscribe
                          .topicArn(topic)
                          .protocol(protocol)
                          .endpoint(endpoint)
                          .returnSubscriptionArn(true))
                  .subscriptionArn();
          attributes.forEach((name, value) ->
              sns.setSubscriptionAttributes(
                  set -> set.subscriptionArn(arn).attributeName(name).attributeValue(value)));
          return arn;
        });
  }

  private static <T> T asked(Properties properties, Supplier<T> call) {
    try {
      return call.get();
    } catch (SnsException e) {
      throw new TemplateException(properties.path() + ": " + e.getMessage(), e);
    }
  }
}
