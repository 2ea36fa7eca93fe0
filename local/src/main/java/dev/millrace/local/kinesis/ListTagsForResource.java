package dev.millrace.local.kinesis;

import java.time.Instant;
import java.util.List;

/// Lists the tags of a stream or a consumer by key.
final class ListTagsForResource {

  private ListTagsForResource() {}

  record Request(String resourceARN) {}

  record Response(List<ListTagsForStream.Tag> tags) {}

  static Step<Response> apply(KinesisState state, Request request, Instant now) {
    var resource = ArnResource.find(state, request.resourceARN(), now);
    var tags =
        resource.tags().entrySet().stream()
            .map(tag -> new ListTagsForStream.Tag(tag.getKey(), tag.getValue()))
            .toList();
    return Step.of(state.with(resource.stream()), new Response(tags));
  }
}
