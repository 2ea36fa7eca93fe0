package dev.millrace.local.kinesis;

import dev.millrace.local.gateway.AwsAction.NoResult;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Adds tags to a stream, replacing those with the same keys.
final class AddTagsToStream {

  private AddTagsToStream() {}

  record Request(
      @Nullable String streamName, @Nullable String streamARN, Map<String, String> tags) {}

  static Step<NoResult> apply(KinesisState state, Request request, Instant now) {
    var stream = state.stream(request.streamName(), request.streamARN(), now);
    var tagged = stream.withTags(Tags.plus(stream.tags(), request.tags()));
    return Step.of(state.with(tagged), new NoResult());
  }
}
