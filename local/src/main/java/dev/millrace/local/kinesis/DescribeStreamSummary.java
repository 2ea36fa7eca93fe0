package dev.millrace.local.kinesis;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Describes a stream without its shards.
final class DescribeStreamSummary {

  private DescribeStreamSummary() {}

  record Request(@Nullable String streamName, @Nullable String streamARN) {}

  record Response(Summary streamDescriptionSummary) {}

  record Summary(
      String streamName,
      String streamARN,
      String streamStatus,
      StreamMode.Details streamModeDetails,
      int retentionPeriodHours,
      Instant streamCreationTimestamp,
      List<DescribeStream.Monitoring> enhancedMonitoring,
      String encryptionType,
      int openShardCount,
      int consumerCount) {}

  static Step<Response> apply(KinesisState state, Request request, Instant now) {
    var stream = state.stream(request.streamName(), request.streamARN(), now);
    var summary =
        new Summary(
            stream.name(),
            stream.arn(),
            "ACTIVE",
            stream.mode().details(),
            stream.retentionHours(),
            stream.created(),
            DescribeStream.Monitoring.NONE,
            "NONE",
            stream.open().size(),
            stream.consumers().size());
    return Step.of(state.with(stream), new Response(summary));
  }
}
