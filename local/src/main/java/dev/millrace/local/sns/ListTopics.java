package dev.millrace.local.sns;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lists topics page by page.
final class ListTopics {

  private ListTopics() {}

  record Request(@Nullable String nextToken) {}

  record Item(String topicArn) {}

  record Response(List<Item> topics, @Nullable String nextToken) {}

  static Step<Response> apply(SnsState state, Request request, Instant now) {
    var page = Page.of(state.topics().values(), Topic::arn, request.nextToken());
    var items = page.items().stream().map(topic -> new Item(topic.arn())).toList();
    return Step.of(state, new Response(items, page.nextToken()));
  }
}
