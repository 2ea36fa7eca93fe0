package dev.millrace.local.kinesis;

import dev.millrace.local.gateway.AwsAction.NoResult;
import java.time.Instant;
import java.util.Map;

/// Adds tags to a stream or a consumer, replacing those with the same keys.
final class TagResource {

  private TagResource() {}

  record Request(String resourceARN, Map<String, String> tags) {}

  static Step<NoResult> apply(KinesisState state, Request request, Instant now) {
    var resource = ArnResource.find(state, request.resourceARN(), now);
    var tags = Tags.plus(resource.tags(), request.tags());
    return Step.of(state.with(resource.withTags(tags)), new NoResult());
  }
}
