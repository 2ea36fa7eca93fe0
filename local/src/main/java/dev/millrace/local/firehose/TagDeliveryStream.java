package dev.millrace.local.firehose;

import dev.millrace.local.gateway.AwsAction.NoResult;
import java.util.List;

/// Adds tags to a delivery stream, or changes their values.
final class TagDeliveryStream {

  private TagDeliveryStream() {}

  record Request(String deliveryStreamName, List<Tags.Tag> tags) {}

  static Step<NoResult> apply(FirehoseState state, Request request) {
    if (request.tags().isEmpty()) {
      throw Refusal.constraint("[]", "tags", "Member must have length greater than or equal to 1");
    }
    var stream = state.stream(request.deliveryStreamName());
    var tags = Tags.add(stream.tags(), request.tags());
    return new Step<>(state.with(stream.with(tags)), new NoResult());
  }
}
