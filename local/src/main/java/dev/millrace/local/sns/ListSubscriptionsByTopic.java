package dev.millrace.local.sns;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Lists a topic's subscriptions page by page.
final class ListSubscriptionsByTopic {

  private ListSubscriptionsByTopic() {}

  record Request(String topicArn, @Nullable String nextToken) {}

  static Step<ListSubscriptions.Response> apply(SnsState state, Request request, Instant now) {
    var topic = state.topic(request.topicArn());
    return Step.of(
        state,
        ListSubscriptions.page(state, state.subscriptionsTo(topic.arn()), request.nextToken()));
  }
}
