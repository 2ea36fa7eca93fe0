package dev.millrace.local.sns;

import dev.millrace.local.gateway.AwsAction.NoResult;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;

/// Adds tags to a topic.
final class TagResource {

  private TagResource() {}

  record Request(String resourceArn, List<Tag> tags) {}

  static Step<NoResult> apply(SnsState state, Request request, Instant now) {
    var topic = ListTagsForResource.tagged(state, request.resourceArn());
    var tags = new HashMap<>(topic.tags());
    tags.putAll(Tag.map(request.tags()));
    return Step.of(state.with(topic.withTags(tags)), new NoResult());
  }
}
