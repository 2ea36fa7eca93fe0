package dev.millrace.local.kinesis;

import dev.millrace.local.gateway.AwsAction.NoResult;
import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Creates a stream.
///
/// Deviates from AWS: the stream is ACTIVE at once instead of CREATING for some seconds; a stream
/// has at most 10,000 shards, whatever the account's quota.
final class CreateStream {

  static final int MOST_SHARDS = 10_000;

  private static final int ON_DEMAND_SHARDS = 4;

  private CreateStream() {}

  record Request(
      String streamName,
      @Nullable Integer shardCount,
      StreamMode.@Nullable Details streamModeDetails,
      @Nullable Map<String, String> tags) {}

  static Step<NoResult> apply(KinesisState state, Request request, Instant now) {
    var name = request.streamName();
    Refusal.name(name, "streamName");
    var details = request.streamModeDetails();
    var mode = details == null ? StreamMode.PROVISIONED : details.streamMode();
    int shards = shards(mode, request.shardCount());
    if (state.streams().containsKey(name)) {
      throw new AwsException(
          AwsError.RESOURCE_IN_USE,
          "Stream %s under account %s already exists.".formatted(name, state.account()));
    }
    var stream = DataStream.create(name, state.arn(name), mode, shards, now);
    var tags = request.tags();
    if (tags != null) {
      stream = stream.withTags(Tags.plus(stream.tags(), tags));
    }
    return Step.of(state.with(stream), new NoResult());
  }

  private static int shards(StreamMode mode, @Nullable Integer count) {
    return switch (mode) {
      case PROVISIONED -> {
        if (count == null) {
          throw new AwsException(
              AwsError.VALIDATION, "ShardCount is required in PROVISIONED mode, is missing");
        }
        yield Refusal.within(count, "shardCount", 1, MOST_SHARDS, 1);
      }
      case ON_DEMAND -> {
        if (count != null) {
          throw new AwsException(
              AwsError.VALIDATION, "ShardCount must not be given in ON_DEMAND mode, was " + count);
        }
        yield ON_DEMAND_SHARDS;
      }
    };
  }
}
