package dev.millrace.local.kinesis;

import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Lists a stream's shards, in pages.
final class ListShards {

  private static final String KIND = "shards";
  private static final Duration TOKEN_LIFE = Duration.ofMinutes(5);

  private ListShards() {}

  record Request(
      @Nullable String streamName,
      @Nullable String streamARN,
      @Nullable String nextToken,
      @Nullable String exclusiveStartShardId,
      @Nullable Integer maxResults,
      @Nullable Instant streamCreationTimestamp,
      @Nullable ShardFilter shardFilter) {}

  record Response(List<Shard.Wire> shards, @Nullable String nextToken) {}

  /// Where a listing stands: what was asked first, and the last shard that was listed.
  private record Position(
      String stream,
      @Nullable Instant created,
      @Nullable Integer after,
      @Nullable ShardFilter filter) {}

  static Step<Response> apply(KinesisState state, Request request, Instant now) {
    int limit = Refusal.within(request.maxResults(), "maxResults", 1, 10_000, 1000);
    var position = position(state, request, now);
    var stream = state.stream(position.stream(), null, now);
    if (position.created() != null && !position.created().equals(stream.created())) {
      throw Refusal.noStream(
          state, "%s created at %s".formatted(position.stream(), position.created()));
    }
    var filter = position.filter();
    var page =
        Page.of(
            stream.shards(),
            position.after(),
            limit,
            filter == null ? _ -> true : filter.in(stream, now));
    var response =
        new Response(
            page.items().stream().map(Shard::wire).toList(),
            page.hasMore() ? token(stream, page.items().getLast(), filter, now) : null);
    return Step.of(state.with(stream), response);
  }

  private static Position position(KinesisState state, Request request, Instant now) {
    var token = request.nextToken();
    if (token == null) {
      return new Position(
          state.stream(request.streamName(), request.streamARN(), now).name(),
          request.streamCreationTimestamp(),
          DescribeStream.start(request.exclusiveStartShardId()),
          request.shardFilter());
    }
    alone("StreamName", request.streamName());
    alone("ExclusiveStartShardId", request.exclusiveStartShardId());
    alone("StreamCreationTimestamp", request.streamCreationTimestamp());
    alone("ShardFilter", request.shardFilter());
    return Token.read(KIND, 7, token)
        .flatMap(fields -> parse(fields, now))
        .orElseThrow(() -> Refusal.argument("NextToken is invalid."));
  }

  private static void alone(String member, @Nullable Object value) {
    if (value != null) {
      throw Refusal.argument("NextToken and %s cannot be provided together.", member);
    }
  }

  private static String token(
      DataStream stream, Shard last, @Nullable ShardFilter filter, Instant now) {
    return Token.write(
        KIND,
        stream.name(),
        stream.created().toEpochMilli(),
        last.number(),
        now.toEpochMilli(),
        filter == null ? "" : filter.type(),
        filter == null || filter.shardId() == null ? "" : filter.shardId(),
        filter == null || filter.timestamp() == null ? "" : filter.timestamp().toEpochMilli());
  }

  private static Optional<Position> parse(List<String> fields, Instant now) {
    try {
      if (time(fields.get(3)).plus(TOKEN_LIFE).isBefore(now)) {
        throw new AwsException(
            AwsError.EXPIRED_NEXT_TOKEN,
            "NextToken has expired: it was issued at %s, now it is %s"
                .formatted(time(fields.get(3)), now));
      }
      var filter =
          fields.get(4).isEmpty()
              ? null
              : new ShardFilter(
                  ShardFilter.Type.valueOf(fields.get(4)),
                  fields.get(5).isEmpty() ? null : fields.get(5),
                  fields.get(6).isEmpty() ? null : time(fields.get(6)));
      return Optional.of(
          new Position(fields.get(0), time(fields.get(1)), Integer.valueOf(fields.get(2)), filter));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a forged token
    }
  }

  private static Instant time(String millis) {
    return Instant.ofEpochMilli(Long.parseLong(millis));
  }
}
