package dev.millrace.local.sns;

import dev.millrace.local.gateway.AwsAction.NoResult;
import java.time.Instant;

/// Deletes a topic and its subscriptions. One that is not there is no error.
final class DeleteTopic {

  private DeleteTopic() {}

  record Request(String topicArn) {}

  static Step<NoResult> apply(SnsState state, Request request, Instant now) {
    return Step.of(state.withoutTopic(request.topicArn()), new NoResult());
  }
}
