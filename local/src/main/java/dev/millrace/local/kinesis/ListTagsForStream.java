package dev.millrace.local.kinesis;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/// Lists a stream's tags by key, in pages.
final class ListTagsForStream {

  private ListTagsForStream() {}

  record Request(
      @Nullable String streamName,
      @Nullable String streamARN,
      @Nullable String exclusiveStartTagKey,
      @Nullable Integer limit) {}

  record Response(List<Tag> tags, boolean hasMoreTags) {}

  record Tag(String key, String value) {}

  static Step<Response> apply(KinesisState state, Request request, Instant now) {
    int limit = Refusal.within(request.limit(), "limit", 1, 50, 50);
    var stream = state.stream(request.streamName(), request.streamARN(), now);
    var tags = TreePMap.<String, Tag>empty();
    for (Map.Entry<String, String> tag : stream.tags().entrySet()) {
      tags = tags.plus(tag.getKey(), new Tag(tag.getKey(), tag.getValue()));
    }
    var page = Page.of(tags, request.exclusiveStartTagKey(), limit, _ -> true);
    return Step.of(state.with(stream), new Response(page.items(), page.hasMore()));
  }
}
