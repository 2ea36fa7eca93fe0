package dev.millrace.local.kinesis;

import dev.millrace.local.gateway.AwsAction.NoResult;
import java.time.Instant;
import java.util.List;

/// Takes tags from a stream or a consumer.
final class UntagResource {

  private UntagResource() {}

  record Request(String resourceARN, List<String> tagKeys) {}

  static Step<NoResult> apply(KinesisState state, Request request, Instant now) {
    var resource = ArnResource.find(state, request.resourceARN(), now);
    var tags = Tags.minus(resource.tags(), request.tagKeys());
    return Step.of(state.with(resource.withTags(tags)), new NoResult());
  }
}
