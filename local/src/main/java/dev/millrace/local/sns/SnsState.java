package dev.millrace.local.sns;

import java.util.List;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/// Topics and subscriptions by ARN.
record SnsState(
    String region,
    String account,
    PSortedMap<String, Topic> topics,
    PSortedMap<String, Subscription> subscriptions) {

  static SnsState empty(String region, String account) {
    return new SnsState(region, account, TreePMap.empty(), TreePMap.empty());
  }

  String topicArn(String name) {
    return "arn:aws:sns:%s:%s:%s".formatted(region, account, name);
  }

  /// @throws dev.millrace.local.gateway.AwsException if there is none
  Topic topic(String arn) {
    var topic = topics.get(arn);
    if (topic == null) {
      throw Refusal.noTopic();
    }
    return topic;
  }

  /// @throws dev.millrace.local.gateway.AwsException if there is none
  Subscription subscription(String arn) {
    var subscription = subscriptions.get(arn);
    if (subscription == null) {
      throw Refusal.noSubscription();
    }
    return subscription;
  }

  List<Subscription> subscriptionsTo(String topicArn) {
    return subscriptions.values().stream()
        .filter(subscription -> subscription.topicArn().equals(topicArn))
        .toList();
  }

  SnsState with(Topic topic) {
    return new SnsState(region, account, topics.plus(topic.arn(), topic), subscriptions);
  }

  SnsState with(Subscription subscription) {
    return new SnsState(
        region, account, topics, subscriptions.plus(subscription.arn(), subscription));
  }

  SnsState withoutSubscription(String arn) {
    return new SnsState(region, account, topics, subscriptions.minus(arn));
  }

  SnsState withoutTopic(String arn) {
    return new SnsState(
        region,
        account,
        topics.minus(arn),
        subscriptions.minusAll(subscriptionsTo(arn).stream().map(Subscription::arn).toList()));
  }
}
