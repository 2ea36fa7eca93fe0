package dev.millrace.local.firehose;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lists a delivery stream's tags in the order of their keys.
final class ListTagsForDeliveryStream {

  private static final int MOST = 50;

  private ListTagsForDeliveryStream() {}

  record Request(
      String deliveryStreamName, @Nullable String exclusiveStartTagKey, @Nullable Integer limit) {}

  record Response(List<Tags.Tag> tags, boolean hasMoreTags) {}

  static Response apply(FirehoseState state, Request request) {
    var limit = request.limit() == null ? MOST : Refusal.within(request.limit(), "limit", 1, MOST);
    var start = request.exclusiveStartTagKey();
    var tags =
        state.stream(request.deliveryStreamName()).tags().entrySet().stream()
            .filter(tag -> start == null || tag.getKey().compareTo(start) > 0)
            .map(tag -> new Tags.Tag(tag.getKey(), tag.getValue()))
            .sorted(Comparator.comparing(Tags.Tag::key))
            .toList();
    var page = tags.subList(0, Math.min(limit, tags.size()));
    return new Response(page, page.size() < tags.size());
  }
}
