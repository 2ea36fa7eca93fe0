package dev.millrace.local.sns;

import dev.millrace.local.gateway.AwsAction.NoResult;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Sets one attribute of a topic.
final class SetTopicAttributes {

  private SetTopicAttributes() {}

  record Request(String topicArn, String attributeName, @Nullable String attributeValue) {}

  static Step<NoResult> apply(SnsState state, Request request, Instant now) {
    var topic = state.topic(request.topicArn());
    TopicAttributes.check(request.attributeName(), request.attributeValue());
    var value = Objects.requireNonNullElse(request.attributeValue(), "");
    return Step.of(state.with(topic.with(request.attributeName(), value)), new NoResult());
  }
}
