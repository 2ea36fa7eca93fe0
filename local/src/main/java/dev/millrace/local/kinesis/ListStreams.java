package dev.millrace.local.kinesis;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lists the streams by name, in pages.
final class ListStreams {

  private static final String KIND = "streams";

  private ListStreams() {}

  record Request(
      @Nullable Integer limit,
      @Nullable String exclusiveStartStreamName,
      @Nullable String nextToken) {}

  record Response(
      List<String> streamNames,
      boolean hasMoreStreams,
      @Nullable String nextToken,
      List<Summary> streamSummaries) {}

  record Summary(
      String streamName,
      String streamARN,
      String streamStatus,
      StreamMode.Details streamModeDetails,
      Instant streamCreationTimestamp) {

    static Summary of(DataStream stream) {
      return new Summary(
          stream.name(), stream.arn(), "ACTIVE", stream.mode().details(), stream.created());
    }
  }

  static Step<Response> apply(KinesisState state, Request request, Instant now) {
    int limit = Refusal.within(request.limit(), "limit", 1, 10_000, 100);
    var page = Page.of(state.streams(), start(request), limit, _ -> true);
    var names = page.items().stream().map(DataStream::name).toList();
    var response =
        new Response(
            names,
            page.hasMore(),
            page.hasMore() ? Token.write(KIND, names.getLast()) : null,
            page.items().stream().map(Summary::of).toList());
    return Step.of(state, response);
  }

  private static @Nullable String start(Request request) {
    var token = request.nextToken();
    if (token == null) {
      return request.exclusiveStartStreamName();
    }
    if (request.exclusiveStartStreamName() != null) {
      throw Refusal.argument("NextToken and ExclusiveStartStreamName cannot be provided together.");
    }
    return Token.read(KIND, 1, token)
        .orElseThrow(() -> Refusal.argument("NextToken is invalid."))
        .getFirst();
  }
}
