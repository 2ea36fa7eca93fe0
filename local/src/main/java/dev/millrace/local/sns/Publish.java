package dev.millrace.local.sns;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Publishes a message to a topic.
final class Publish {

  private Publish() {}

  record Request(
      @Nullable String topicArn,
      @Nullable String targetArn,
      String message,
      @Nullable String subject,
      @Nullable String messageStructure,
      @Nullable Map<String, MessageAttribute> messageAttributes) {}

  record Response(String messageId) {}

  static Step<Response> apply(SnsState state, Request request, Instant now) {
    var arn = request.topicArn() == null ? request.targetArn() : request.topicArn();
    if (arn == null) {
      throw Refusal.parameter("TopicArn or TargetArn Reason: no value for required parameter");
    }
    var topic = state.topic(arn);
    var message =
        Entry.of(
                request.subject(),
                request.message(),
                request.messageStructure(),
                request.messageAttributes())
            .message(topic.arn(), now);
    return new Step<>(state, new Response(message.id()), deliveries(state, message));
  }

  static List<Delivery> deliveries(SnsState state, Message message) {
    return state.subscriptionsTo(message.topicArn()).stream()
        .filter(subscription -> subscription.wants(message))
        .map(subscription -> Delivery.of(message, subscription))
        .toList();
  }
}
