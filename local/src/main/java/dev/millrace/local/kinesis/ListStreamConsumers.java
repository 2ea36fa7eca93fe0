package dev.millrace.local.kinesis;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lists a stream's consumers by name, in pages.
final class ListStreamConsumers {

  private static final String KIND = "consumers";

  private ListStreamConsumers() {}

  record Request(
      String streamARN,
      @Nullable String nextToken,
      @Nullable Integer maxResults,
      @Nullable Instant streamCreationTimestamp) {}

  record Response(List<StreamConsumer.Wire> consumers, @Nullable String nextToken) {}

  static Step<Response> apply(KinesisState state, Request request, Instant now) {
    int limit = Refusal.within(request.maxResults(), "maxResults", 1, 100, 100);
    var stream = state.stream(null, request.streamARN(), now);
    var created = request.streamCreationTimestamp();
    if (created != null && !created.equals(stream.created())) {
      throw Refusal.noStream(state, "%s created at %s".formatted(stream.name(), created));
    }
    var page = Page.of(stream.consumers(), after(request, stream), limit, _ -> true);
    var response =
        new Response(
            page.items().stream().map(StreamConsumer::wire).toList(),
            page.hasMore()
                ? Token.write(KIND, stream.name(), page.items().getLast().name())
                : null);
    return Step.of(state.with(stream), response);
  }

  private static @Nullable String after(Request request, DataStream stream) {
    var token = request.nextToken();
    if (token == null) {
      return null;
    }
    return Token.read(KIND, 2, token)
        .filter(fields -> fields.getFirst().equals(stream.name()))
        .orElseThrow(() -> Refusal.argument("NextToken is invalid."))
        .getLast();
  }
}
