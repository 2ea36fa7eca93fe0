package dev.millrace.local.kinesis;

import dev.millrace.local.gateway.AwsAction.NoResult;
import java.time.Instant;

/// Takes the policy from a stream or a consumer.
final class DeleteResourcePolicy {

  private DeleteResourcePolicy() {}

  record Request(String resourceARN) {}

  static Step<NoResult> apply(KinesisState state, Request request, Instant now) {
    var resource = ArnResource.find(state, request.resourceARN(), now);
    if (resource.policy() == null) {
      throw GetResourcePolicy.missing(request.resourceARN());
    }
    return Step.of(state.with(resource.withPolicy(null)), new NoResult());
  }
}
