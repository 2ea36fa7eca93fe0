package dev.millrace.local.firehose;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lists the names of delivery streams in alphabetical order.
final class ListDeliveryStreams {

  private ListDeliveryStreams() {}

  record Request(
      @Nullable Integer limit,
      @Nullable DeliveryStreamType deliveryStreamType,
      @Nullable String exclusiveStartDeliveryStreamName) {}

  record Response(List<String> deliveryStreamNames, boolean hasMoreDeliveryStreams) {}

  static Step<Response> apply(FirehoseState state, Request request, Instant now) {
    var limit = request.limit() == null ? 10 : Refusal.within(request.limit(), "limit", 1, 10_000);
    var start = request.exclusiveStartDeliveryStreamName();
    var names =
        state.streams().values().stream()
            .filter(stream ->
                request.deliveryStreamType() == null
                    || stream.type() == request.deliveryStreamType())
            .map(DeliveryStream::name)
            .filter(name -> start == null || name.compareTo(start) > 0)
            .toList();
    var page = names.subList(0, Math.min(limit, names.size()));
    return new Step<>(state, new Response(page, page.size() < names.size()));
  }
}
