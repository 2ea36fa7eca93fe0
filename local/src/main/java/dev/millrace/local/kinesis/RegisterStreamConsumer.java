package dev.millrace.local.kinesis;

import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/// Registers a consumer with a stream.
///
/// Deviates from AWS: the consumer is ACTIVE at once instead of CREATING for some seconds.
final class RegisterStreamConsumer {

  private static final int MOST_CONSUMERS = 20;

  private RegisterStreamConsumer() {}

  record Request(String streamARN, String consumerName, @Nullable Map<String, String> tags) {}

  record Response(StreamConsumer.Wire consumer) {}

  static Step<Response> apply(KinesisState state, Request request, Instant now) {
    var name = request.consumerName();
    Refusal.name(name, "consumerName");
    var stream = state.stream(null, request.streamARN(), now);
    if (stream.consumers().containsKey(name)) {
      throw new AwsException(
          AwsError.RESOURCE_IN_USE,
          "Consumer %s under stream %s under account %s already exists."
              .formatted(name, stream.name(), state.account()));
    }
    if (stream.consumers().size() == MOST_CONSUMERS) {
      throw new AwsException(
          AwsError.LIMIT_EXCEEDED,
          "Stream %s under account %s has %d registered consumers, at most %d are allowed."
              .formatted(stream.name(), state.account(), MOST_CONSUMERS, MOST_CONSUMERS));
    }
    var given = request.tags();
    var tags = Tags.plus(TreePMap.empty(), given == null ? Map.of() : given);
    var consumer = StreamConsumer.register(stream, name, tags, now);
    return Step.of(state.with(stream.with(consumer)), new Response(consumer.wire()));
  }
}
