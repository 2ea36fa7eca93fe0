package dev.millrace.local.kinesis;

import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Splits and merges until a stream has a number of shards of the same size.
///
/// Takes effect at once. As in AWS, shards may be made on the way that are closed again.
final class UpdateShardCount {

  private UpdateShardCount() {}

  /// How the hash keys are shared.
  enum ScalingType {
    UNIFORM_SCALING
  }

  record Request(
      @Nullable String streamName,
      @Nullable String streamARN,
      Integer targetShardCount,
      ScalingType scalingType) {}

  record Response(
      String streamName, String streamARN, int currentShardCount, int targetShardCount) {}

  static Step<Response> apply(KinesisState state, Request request, Instant now) {
    int target =
        Refusal.within(
            request.targetShardCount(), "targetShardCount", 1, CreateStream.MOST_SHARDS, 1);
    var stream = state.stream(request.streamName(), request.streamARN(), now);
    Eligible.provisioned(stream, "UpdateShardCount");
    int current = stream.open().size();
    if (target > 2L * current) {
      throw refusal("up over double", current, target);
    }
    if (2L * target < current) {
      throw refusal("down below half", current, target);
    }
    return new Step<>(
        state.with(Resharding.scale(stream, target, now)),
        new Response(stream.name(), stream.arn(), current, target),
        stream.arn());
  }

  private static AwsException refusal(String direction, int current, int target) {
    return new AwsException(
        AwsError.LIMIT_EXCEEDED,
        ("UpdateShardCount cannot scale %s your current open shard count. Current open shard count:"
                + " %d Target shard count: %d")
            .formatted(direction, current, target));
  }
}
