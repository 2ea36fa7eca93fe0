package dev.millrace.local.kinesis;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Describes a registered consumer.
final class DescribeStreamConsumer {

  private DescribeStreamConsumer() {}

  record Request(
      @Nullable String streamARN, @Nullable String consumerName, @Nullable String consumerARN) {}

  record Response(Description consumerDescription) {}

  record Description(
      String consumerName,
      String consumerARN,
      String consumerStatus,
      Instant consumerCreationTimestamp,
      String streamARN) {}

  static Step<Response> apply(KinesisState state, Request request, Instant now) {
    var found =
        Registration.find(
            state, request.consumerARN(), request.streamARN(), request.consumerName(), now);
    var consumer = found.consumer().wire();
    var description =
        new Description(
            consumer.consumerName(),
            consumer.consumerARN(),
            consumer.consumerStatus(),
            consumer.consumerCreationTimestamp(),
            found.stream().arn());
    return Step.of(state.with(found.stream()), new Response(description));
  }
}
