package dev.millrace.local.kinesis;

import java.time.Instant;

/// Says how many shards and on-demand streams there are, and may be.
///
/// Deviates from AWS: the limits are those a large account has, and are not enforced across
/// streams.
final class DescribeLimits {

  private static final int ON_DEMAND_STREAMS = 50;

  private DescribeLimits() {}

  record Request() {}

  record Response(
      int shardLimit, int openShardCount, int onDemandStreamCount, int onDemandStreamCountLimit) {}

  static Step<Response> apply(KinesisState state, Request request, Instant now) {
    int shards = 0;
    int onDemand = 0;
    for (var stream : state.streams().values()) {
      switch (stream.mode()) {
        case PROVISIONED -> shards += stream.open().size();
        case ON_DEMAND -> onDemand++;
      }
    }
    return Step.of(
        state, new Response(CreateStream.MOST_SHARDS, shards, onDemand, ON_DEMAND_STREAMS));
  }
}
