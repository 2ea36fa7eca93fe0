package dev.millrace.local.sns;

import dev.millrace.local.gateway.AwsAction.NoResult;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;

/// Removes tags from a topic.
final class UntagResource {

  private UntagResource() {}

  record Request(String resourceArn, List<String> tagKeys) {}

  static Step<NoResult> apply(SnsState state, Request request, Instant now) {
    var topic = ListTagsForResource.tagged(state, request.resourceArn());
    var tags = new HashMap<>(topic.tags());
    request.tagKeys().forEach(tags::remove);
    return Step.of(state.with(topic.withTags(tags)), new NoResult());
  }
}
