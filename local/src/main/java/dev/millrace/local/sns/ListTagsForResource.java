package dev.millrace.local.sns;

import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/// Lists a topic's tags.
final class ListTagsForResource {

  private ListTagsForResource() {}

  record Request(String resourceArn) {}

  record Response(List<Tag> tags) {}

  static Step<Response> apply(SnsState state, Request request, Instant now) {
    var tags =
        new TreeMap<>(tagged(state, request.resourceArn()).tags())
            .entrySet().stream().map(tag -> new Tag(tag.getKey(), tag.getValue())).toList();
    return Step.of(state, new Response(tags));
  }

  static Topic tagged(SnsState state, String arn) {
    var topic = state.topics().get(arn);
    if (topic == null) {
      throw Refusal.noResource();
    }
    return topic;
  }
}
