package dev.millrace.local.sns;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lists subscriptions page by page.
final class ListSubscriptions {

  private ListSubscriptions() {}

  record Request(@Nullable String nextToken) {}

  record Item(
      String subscriptionArn, String owner, String protocol, String endpoint, String topicArn) {}

  record Response(List<Item> subscriptions, @Nullable String nextToken) {}

  static Step<Response> apply(SnsState state, Request request, Instant now) {
    return Step.of(
        state, page(state, List.copyOf(state.subscriptions().values()), request.nextToken()));
  }

  static Response page(SnsState state, List<Subscription> all, @Nullable String nextToken) {
    var page = Page.of(all, Subscription::arn, nextToken);
    var items =
        page.items().stream()
            .map(each ->
                new Item(
                    each.arn(),
                    state.account(),
                    Subscription.PROTOCOL,
                    each.endpoint(),
                    each.topicArn()))
            .toList();
    return new Response(items, page.nextToken());
  }
}
