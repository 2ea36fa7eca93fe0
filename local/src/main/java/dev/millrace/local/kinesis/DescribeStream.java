package dev.millrace.local.kinesis;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Describes a stream and a page of its shards.
final class DescribeStream {

  private DescribeStream() {}

  record Request(
      @Nullable String streamName,
      @Nullable String streamARN,
      @Nullable Integer limit,
      @Nullable String exclusiveStartShardId) {}

  record Response(Description streamDescription) {}

  record Description(
      String streamName,
      String streamARN,
      String streamStatus,
      StreamMode.Details streamModeDetails,
      List<Shard.Wire> shards,
      boolean hasMoreShards,
      int retentionPeriodHours,
      Instant streamCreationTimestamp,
      List<Monitoring> enhancedMonitoring,
      String encryptionType,
      @Nullable String keyId) {}

  /// Which metrics are kept per shard.
  record Monitoring(List<String> shardLevelMetrics) {

    static List<Monitoring> of(DataStream stream) {
      return List.of(new Monitoring(stream.settings().metrics()));
    }
  }

  static Step<Response> apply(KinesisState state, Request request, Instant now) {
    int limit = Refusal.within(request.limit(), "limit", 1, 10_000, 100);
    var stream = state.stream(request.streamName(), request.streamARN(), now);
    var page = Page.of(stream.shards(), start(request.exclusiveStartShardId()), limit, _ -> true);
    var description =
        new Description(
            stream.name(),
            stream.arn(),
            "ACTIVE",
            stream.mode().details(),
            page.items().stream().map(Shard::wire).toList(),
            page.hasMore(),
            stream.retentionHours(),
            stream.created(),
            Monitoring.of(stream),
            stream.settings().encryptionType(),
            stream.settings().key());
    return Step.of(state.with(stream), new Response(description));
  }

  /// The number of the shard after which a page starts; null for the first page.
  static @Nullable Integer start(@Nullable String exclusiveStartShardId) {
    return exclusiveStartShardId == null
        ? null
        : Shard.number(exclusiveStartShardId)
            .orElseThrow(() ->
                Refusal.argument(
                    "ExclusiveStartShardId must be the id of a shard, was %s",
                    exclusiveStartShardId));
  }
}
