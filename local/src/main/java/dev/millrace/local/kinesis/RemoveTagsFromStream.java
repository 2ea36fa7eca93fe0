package dev.millrace.local.kinesis;

import dev.millrace.local.gateway.AwsAction.NoResult;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes tags off a stream; keys it does not have are ignored, as by AWS.
final class RemoveTagsFromStream {

  private RemoveTagsFromStream() {}

  record Request(@Nullable String streamName, @Nullable String streamARN, List<String> tagKeys) {}

  static Step<NoResult> apply(KinesisState state, Request request, Instant now) {
    var stream = state.stream(request.streamName(), request.streamARN(), now);
    var untagged = stream.withTags(Tags.minus(stream.tags(), request.tagKeys()));
    return Step.of(state.with(untagged), new NoResult());
  }
}
